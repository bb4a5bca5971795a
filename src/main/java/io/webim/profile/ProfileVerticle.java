package io.webim.profile;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.contract.Address;

/** The pictures of users. */
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
        var pictures = new PictureService(new PictureStore(pool), Scaler.create(vertx, meters), bus);
        bus.serve(
                Address.PROFILE_PICTURE_SET, fields -> fields.bytes("image", PictureService.MOST_BYTES), pictures::set);
        bus.serve(Address.PROFILE_PICTURE_REMOVE, fields -> fields, (caller, none) -> pictures.remove(caller));
        bus.serve(Address.PROFILE_PICTURE_GET, ViewPicture::read, (anybody, request) -> pictures.view(request));
        bus.listen(Address.AUTH_USER_DELETED, deleted -> pictures.forgetDeleted());
        pictures.forgetDeleted();
        return Future.succeededFuture();
    }
}
