package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Claims;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was begun with the right password and waits for its second step. It is kept in memory, or where all nodes find it:
 * a restart only asks for the password again. A challenge is also what a passkey signs.
 *
 * @param <T> what is remembered of the first step
 */
final class Challenges<T> {
    static final Duration LIFETIME = Duration.ofMinutes(5);

    /** Of one account: who begins again and again leaves others theirs. */
    static final int MOST_OF_ONE = 30;

    private static final int MOST = 10_000;
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 100;

    private final SecureRandom random = new SecureRandom();
    private final String kind;
    private final Claims claims;
    private final ToLongFunction<T> account;
    private final Function<T, JsonObject> write;
    private final Function<JsonObject, Future<Optional<T>>> read;
    private final Map<String, Open<T>> open = new LinkedHashMap<>();
    /** The same, as it was begun, so that nobody's next one waits for a look at everybody's. */
    private final Map<Long, Set<String>> byAccount = new HashMap<>();

    /** One that is open, or was taken. */
    record Open<T>(T step, Instant expiresAt) {
        boolean isOver() {
            return Instant.now().isAfter(expiresAt);
        }
    }

    /**
     * @param kind of which each account has so many
     * @param claims where other nodes find it
     * @param account whose it is
     * @param write holds nothing that would be a secret of the account's
     * @param read empty where the account is not any more what it was
     */
    Challenges(
            String kind,
            Claims claims,
            ToLongFunction<T> account,
            Function<T, JsonObject> write,
            Function<JsonObject, Future<Optional<T>>> read) {
        this.kind = kind;
        this.claims = claims;
        this.account = account;
        this.write = write;
        this.read = read;
    }

    static String read(Fields fields) {
        return fields.text("challenge", 1, MAX_LENGTH);
    }

    /** What the client has to bring back: base64url of random bytes. */
    String open(T step) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        keep(challenge, new Open<>(step, Instant.now().plus(LIFETIME)));
        return challenge;
    }

    private void keep(String challenge, Open<T> opened) {
        long accountId = account.applyAsLong(opened.step());
        makeRoom(accountId);
        open.put(challenge, opened);
        byAccount.computeIfAbsent(accountId, none -> new LinkedHashSet<>()).add(challenge);
        forgetEldest();
        var left = Duration.between(Instant.now(), opened.expiresAt());
        if (!claims.isAlone() && !left.isNegative() && !left.isZero()) {
            var kept = write.apply(opened.step())
                    .put("expiresAt", opened.expiresAt().toEpochMilli());
            var owner = new Claims.Owner(kind + ":" + accountId, MOST_OF_ONE, LIFETIME);
            claims.put(owner, key(challenge), kept, left);
        }
    }

    /** The oldest of an account that has so many is good no more. */
    private void makeRoom(long accountId) {
        var own = byAccount.getOrDefault(accountId, Set.of());
        if (own.size() >= MOST_OF_ONE) {
            take(own.iterator().next(), 410);
        }
    }

    private void forgetEldest() {
        var eldest = open.entrySet().iterator().next();
        if (open.size() > MOST || eldest.getValue().isOver()) {
            forget(eldest.getKey());
        }
    }

    private @Nullable Open<T> forget(String challenge) {
        @Nullable Open<T> forgotten = open.remove(challenge);
        if (forgotten != null) {
            byAccount.computeIfPresent(account.applyAsLong(forgotten.step()), (id, own) -> {
                own.remove(challenge);
                return own.isEmpty() ? null : own;
            });
        }
        return forgotten;
    }

    /** Of whom something is kept. */
    int accounts() {
        return byAccount.size();
    }

    /**
     * Whoever brings the same answer at the same moment finds the challenge gone.
     *
     * @param status of the refusal, where there is no such challenge any more
     */
    Future<Open<T>> take(String challenge, int status) {
        @Nullable Open<T> found = forget(challenge);
        return claims.isAlone() ? valid(Optional.ofNullable(found), status) : takeOfAll(challenge, found, status);
    }

    /** Where nodes cannot reach each other, what was begun here can still end here. */
    private Future<Open<T>> takeOfAll(String challenge, @Nullable Open<T> here, int status) {
        return claims.take(key(challenge))
                .compose(
                        kept -> kept.isEmpty()
                                ? Future.succeededFuture(Optional.<Open<T>>empty())
                                : here != null
                                        ? Future.succeededFuture(Optional.of(here))
                                        : read.apply(kept.get())
                                                .map(step -> step.map(it -> new Open<>(
                                                        it,
                                                        Instant.ofEpochMilli(
                                                                kept.get().getLong("expiresAt"))))),
                        away -> Future.succeededFuture(Optional.ofNullable(here)))
                .compose(found -> valid(found, status));
    }

    private static <T> Future<Open<T>> valid(Optional<Open<T>> found, int status) {
        return found.filter(one -> !one.isOver()).isPresent()
                ? Future.succeededFuture(found.get())
                : Future.failedFuture(invalid(status));
    }

    /** Whoever reads the keys that are there could not answer one. */
    private static String key(String challenge) {
        return "challenge:" + Stamps.of(challenge);
    }

    static Failure invalid(int status) {
        return Failure.of(status, ErrorCode.INVALID_CHALLENGE, "This took too long. Begin again with the password.");
    }

    /** Nothing came of it: the same challenge may be tried again for the rest of its time. */
    void giveBack(String challenge, Open<T> taken) {
        keep(challenge, taken);
    }
}
