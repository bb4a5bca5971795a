package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;

/** Who is on whose contact list. */
public final class ContactsVerticle extends VerticleBase {
    public ContactsVerticle(Pool pool) {}

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
