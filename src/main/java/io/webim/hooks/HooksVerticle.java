package io.webim.hooks;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.limits.Guesses;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;

/** HookText webhooks: an address at which another program says something, and the bot that says it here. */
public final class HooksVerticle extends VerticleBase {
    private final Config config;
    private final Pool pool;
    private final RateLimits limits;

    public HooksVerticle(Config config, Pool pool, RateLimits limits) {
        this.config = config;
        this.pool = pool;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var store = new HookStore(pool);
        var hooks = new HookService(store, bus, config.publicUrl());
        var entrance = new HookEntrance(
                store, bus, limits.of(Limit.HOOKS), new Guesses(vertx, limits.of(Limit.UNKNOWN_TOKENS)));
        bus.serve(
                Address.WEBHOOKS_CREATE, CreateHook::read, limits.of(Limit.BOTS).of(hooks::create));
        bus.serve(Address.WEBHOOKS_LIST, fields -> fields, (caller, none) -> hooks.list(caller));
        bus.serve(Address.WEBHOOKS_DELETE, fields -> fields.id("webhookId"), hooks::delete);
        bus.serve(Address.WEBHOOKS_ENTER, EnterHook::read, (nobody, request) -> entrance.enter(request));
        bus.serve(Address.WEBHOOKS_POST, PostHook::read, (nobody, request) -> entrance.post(request));
        bus.listen(Address.AUTH_USER_DELETED, deleted -> hooks.forgetEnded());
        bus.listen(Address.AUTH_SERVICES_ENDED, ended -> hooks.forgetEnded());
        hooks.forgetEnded();
        return Future.succeededFuture();
    }
}
