package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Decides about pictures. Each gets a random name of 128 bits, told together with the user: its address is known only to
 * those who may see the user, needs no token, and is never reused, so that a browser may keep what it got for ever.
 */
final class PictureService {
    /** The largest file that is taken. */
    static final int MOST_BYTES = 5 << 20;

    private static final int NAME_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(PictureService.class));

    private final PictureStore store;
    private final Scaler scaler;
    private final Bus bus;

    PictureService(PictureStore store, Scaler scaler, Bus bus) {
        this.store = store;
        this.scaler = scaler;
        this.bus = bus;
    }

    Future<Reply> set(Caller caller, byte[] file) {
        var name = newName();
        return scaler.scale(file)
                .compose(squares -> store.keep(caller.userId(), name, squares))
                .compose(kept -> show(caller, new JsonObject().put("picture", name)))
                .onSuccess(shown -> tellContacts(caller));
    }

    Future<Reply> remove(Caller caller) {
        return show(caller, new JsonObject())
                .compose(user -> store.forget(caller.userId())
                        .onSuccess(forgotten -> {
                            if (forgotten) {
                                tellContacts(caller);
                            }
                        })
                        .map(user));
    }

    /** After somebody left, and at the start for what a crash left over. */
    void forgetDeleted() {
        store.forgetDeleted()
                .onFailure(error -> unfinished.warn(
                        "The picture of a deleted account will be deleted at the next start: {}", error.toString()));
    }

    Future<Reply> view(ViewPicture request) {
        return view(request.version(), () -> store.find(request));
    }

    /** A picture of a user or a group, under a name that somebody asks for. */
    static Future<Reply> view(String name, Supplier<Future<Optional<Buffer>>> find) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            // The column is ASCII, which databases refuse to compare with anything else.
            return Future.failedFuture(unknown());
        }
        return find.get()
                .map(found -> found.orElseThrow(PictureService::unknown))
                .map(jpeg -> Reply.of(
                        new JsonObject().put("image", Base64.getEncoder().encodeToString(jpeg.getBytes()))));
    }

    private Future<Reply> show(Caller caller, JsonObject picture) {
        return bus.call(Address.AUTH_USER_PICTURE, caller, picture).map(Reply::of);
    }

    private void tellContacts(Caller caller) {
        bus.tell(Address.CONTACTS_USER_CHANGED, new JsonObject().put("userId", caller.userId()));
    }

    static String newName() {
        var bytes = new byte[NAME_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Failure unknown() {
        return Failure.of(ErrorCode.PICTURE_NOT_FOUND, "There is no such picture.");
    }
}
