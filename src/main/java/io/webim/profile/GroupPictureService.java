package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Role;
import org.slf4j.LoggerFactory;

/**
 * Decides about the pictures of groups, which are as those of users. Who may change one, groups says: before a file is
 * looked at, and again as it is shown.
 */
final class GroupPictureService {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(GroupPictureService.class));

    private final GroupPictureStore store;
    private final Scaler scaler;
    private final Bus bus;

    GroupPictureService(GroupPictureStore store, Scaler scaler, Bus bus) {
        this.store = store;
        this.scaler = scaler;
        this.bus = bus;
    }

    Future<Reply> set(Caller caller, SetGroupPicture request) {
        long id = request.conversationId();
        var name = PictureService.newName();
        return bus.call(Address.GROUPS_GET, caller, new JsonObject().put("conversationId", id))
                .compose(group -> {
                    if (!Role.of(group.getString("role")).leads()) {
                        throw Failure.of(ErrorCode.NOT_PERMITTED, "Your role in this group does not allow it.");
                    }
                    return scaler.scale(request.file());
                })
                .compose(squares -> store.keep(id, name, squares))
                .compose(kept -> show(caller, id, new JsonObject().put("picture", name))
                        .onFailure(error -> settle(store.forget(name)))
                        .onSuccess(shown -> settle(store.forgetOthers(id, name))));
    }

    Future<Reply> remove(Caller caller, long conversationId) {
        return show(caller, conversationId, new JsonObject())
                .onSuccess(shown -> settle(store.forgetOthers(conversationId, "")));
    }

    void forgetUnshown() {
        settle(store.forgetUnshown());
    }

    void ended(long conversationId) {
        settle(store.forgetOthers(conversationId, ""));
    }

    Future<Reply> view(ViewGroupPicture request) {
        return PictureService.view(request.version(), () -> store.find(request));
    }

    private Future<Reply> show(Caller caller, long conversationId, JsonObject picture) {
        return bus.call(Address.GROUPS_PICTURE, caller, picture.put("conversationId", conversationId))
                .map(Reply::of);
    }

    private static void settle(Future<Void> forgotten) {
        forgotten.onFailure(error -> unfinished.warn(
                "A picture that no group shows will be deleted at the next start: {}", error.toString()));
    }
}
