package io.webim.auth;

import static io.webim.contract.Address.AUTH_HEALTH;
import static io.webim.contract.Address.AUTH_PASSWORD_CHANGE;
import static io.webim.contract.Address.AUTH_SESSION_CREATE;
import static io.webim.contract.Address.AUTH_SESSION_LIST;
import static io.webim.contract.Address.AUTH_SESSION_REFRESH;
import static io.webim.contract.Address.AUTH_SESSION_REVOKE;
import static io.webim.contract.Address.AUTH_TOKEN_VERIFY;
import static io.webim.contract.Address.AUTH_USER_DELETE;
import static io.webim.contract.Address.AUTH_USER_GET;
import static io.webim.contract.Address.AUTH_USER_REGISTER;
import static io.webim.contract.Address.AUTH_USER_UPDATE;
import static io.webim.contract.Address.USERS_SEARCH;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.webim.Config;
import io.webim.bus.Bus;
import java.util.concurrent.TimeUnit;

/** Accounts, passwords, tokens and sessions. */
public final class AuthVerticle extends VerticleBase {
    private static final long SWEEP_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final Config config;
    private final Pool pool;

    public AuthVerticle(Config config, Pool pool) {
        this.config = config;
        this.pool = pool;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> SigningKey.load(config.jwt(), config.dataDir()))
                .compose(this::serve);
    }

    private Future<?> serve(SigningKey key) {
        var bus = new Bus(vertx);
        var limits = new Limits(config.limits());
        var passwords = Passwords.create(vertx, config.password().cost());
        var accountStore = new AccountStore(pool);
        var sessionStore = new SessionStore(pool);
        var revocations = new Revocations(bus);
        var tokens = new Tokens(vertx, key, revocations);
        var sessions = new SessionService(sessionStore, tokens, new RefreshTokens(key), revocations);
        var accounts = new AccountService(accountStore, sessionStore, passwords, limits, revocations);
        var logIn = new LogInService(accountStore, passwords, limits, sessions);

        bus.serve(AUTH_USER_REGISTER, RegisterUser::read, (caller, request) -> accounts.register(request));
        bus.serve(AUTH_USER_GET, fields -> fields, (caller, none) -> accounts.get(caller));
        bus.serve(AUTH_USER_UPDATE, Names::displayName, accounts::rename);
        bus.serve(AUTH_USER_DELETE, fields -> fields, (caller, none) -> accounts.delete(caller));
        bus.serve(AUTH_PASSWORD_CHANGE, ChangePassword::read, accounts::changePassword);
        bus.serve(USERS_SEARCH, SearchUsers::read, (caller, request) -> accounts.search(request));

        bus.serve(AUTH_SESSION_CREATE, LogIn::read, (caller, request) -> logIn.logIn(request));
        bus.serve(AUTH_SESSION_REFRESH, RefreshTokens::read, (caller, text) -> sessions.refresh(text));
        bus.serve(AUTH_SESSION_LIST, fields -> fields, (caller, none) -> sessions.list(caller));
        bus.serve(AUTH_SESSION_REVOKE, fields -> fields.id("sessionId"), sessions::revoke);
        bus.serve(AUTH_TOKEN_VERIFY, Tokens::read, (caller, text) -> tokens.verify(text));
        bus.serve(AUTH_HEALTH, fields -> fields, (caller, none) -> accounts.health());

        vertx.setPeriodic(SWEEP_MILLIS, timer -> sessions.sweep());
        return sessions.recallRevoked();
    }
}
