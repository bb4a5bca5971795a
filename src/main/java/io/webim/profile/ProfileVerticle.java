package io.webim.profile;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.contract.Address;

/** The pictures of users and groups. */
public final class ProfileVerticle extends VerticleBase {
    private final Pool pool;
    private final MeterRegistry meters;

    public ProfileVerticle(Pool pool, MeterRegistry meters) {
        this.pool = pool;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var scaler = Scaler.create(vertx, meters);
        var pictures = new PictureService(new PictureStore(pool), scaler, bus);
        bus.serve(
                Address.PROFILE_PICTURE_SET, fields -> fields.bytes("image", PictureService.MOST_BYTES), pictures::set);
        bus.serve(Address.PROFILE_PICTURE_REMOVE, fields -> fields, (caller, none) -> pictures.remove(caller));
        bus.serve(Address.PROFILE_PICTURE_GET, ViewPicture::read, (anybody, request) -> pictures.view(request));
        bus.listen(Address.AUTH_USER_DELETED, deleted -> pictures.forgetDeleted());
        pictures.forgetDeleted();
        serveGroups(bus, new GroupPictureService(new GroupPictureStore(pool), scaler, bus));
        return Future.succeededFuture();
    }

    private static void serveGroups(Bus bus, GroupPictureService pictures) {
        bus.serve(Address.PROFILE_GROUP_PICTURE_SET, SetGroupPicture::read, pictures::set);
        bus.serve(Address.PROFILE_GROUP_PICTURE_REMOVE, fields -> fields.id("conversationId"), pictures::remove);
        bus.serve(
                Address.PROFILE_GROUP_PICTURE_GET,
                ViewGroupPicture::read,
                (anybody, request) -> pictures.view(request));
        bus.listen(Address.CHAT_GROUP_ENDED, ended -> pictures.ended(ended.getLong("conversationId")));
        pictures.forgetUnshown();
    }
}
