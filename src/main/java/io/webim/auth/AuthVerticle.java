package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.Config;

/** Accounts, passwords, tokens and sessions. */
public final class AuthVerticle extends VerticleBase {
    public AuthVerticle(Config config, Pool pool) {}

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }
}
