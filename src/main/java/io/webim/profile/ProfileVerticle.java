package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;

/** The pictures of users. */
public final class ProfileVerticle extends VerticleBase {
    private final Pool pool;
    private final RateLimits limits;

    public ProfileVerticle(Pool pool, RateLimits limits) {
        this.pool = pool;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var pictures = new PictureService(new PictureStore(pool), Scaler.create(vertx), bus);
        bus.serve(
                Address.PROFILE_PICTURE_SET,
                fields -> fields.bytes("image", PictureService.MOST_BYTES),
                limits.of(Limit.PICTURES).of(pictures::set));
        bus.serve(Address.PROFILE_PICTURE_REMOVE, fields -> fields, (caller, none) -> pictures.remove(caller));
        bus.serve(Address.PROFILE_PICTURE_GET, ViewPicture::read, (anybody, request) -> pictures.view(request));
        return Future.succeededFuture();
    }
}
