package io.webim.auth;

import com.lambdaworks.crypto.SCryptUtil;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.webim.contract.Failure;
import io.webim.limits.RateLimits;
import io.webim.limits.Workers;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Callable;

/**
 * scrypt on threads of its own, for half of the cores, so that messages pass whoever logs in: a hash costs 128 MiB and
 * 0.4 s at the default cost, so neither an event loop nor a shared pool may pay for it. Each computation comes out of one
 * {@link PasswordBudget}, and is over, or refused as busy, by the deadline of its {@link Payer}.
 */
final class Passwords {
    static final String WORKERS = "passwords";

    private static final int R = 8;
    private static final int P = 1;
    private static final int WAITING_PER_THREAD = 7;
    /** The cost for which that many may wait; each step below halves the work. */
    private static final int FULL_COST = 17;

    private final Workers workers;
    private final int cost;
    private final PasswordBudget budget;
    private final String decoy;

    private Passwords(Workers workers, int cost, PasswordBudget budget) {
        this.workers = workers;
        this.cost = cost;
        this.budget = budget;
        this.decoy = decoy(cost);
    }

    /** @param shared whether no account and no network may take all the places, nor all the threads */
    static Passwords create(Vertx vertx, int cost, boolean shared, RateLimits rates, MeterRegistry meters) {
        int steps = Math.min(8, Math.max(0, FULL_COST - cost));
        int most = (threads() * (1 + WAITING_PER_THREAD)) << steps;
        return new Passwords(
                new Workers(vertx, WORKERS, threads(), shared ? Math.max(1, threads() - 1) : threads()),
                cost,
                new PasswordBudget(most, shared, rates, meters));
    }

    static int threads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** What one computation holds, in bytes. */
    static long memory(int cost) {
        return (128L * R) << cost;
    }

    Future<String> hash(Payer payer, String password) {
        return work(payer, () -> SCryptUtil.scrypt(normal(password), 1 << cost, R, P));
    }

    Future<Boolean> matches(Payer payer, String password, String hash) {
        return work(payer, () -> SCryptUtil.check(normal(password), hash));
    }

    /** The work of a comparison for an account that does not exist, so that time does not tell. */
    Future<Boolean> matchesNothing(Payer payer, String password) {
        return matches(payer, password, decoy).map(false);
    }

    /** What an unknown name's password is compared with. */
    String decoy() {
        return decoy;
    }

    /** Whether the hash was made at a lower cost than is configured now. */
    boolean isOutdated(String hash) {
        return costOf(hash) < cost;
    }

    private <T> Future<T> work(Payer payer, Callable<T> task) {
        try {
            budget.enter(payer);
        } catch (Failure refused) {
            return Future.failedFuture(refused);
        }
        var work = workers.run(payer.network(), payer.deadline(), () -> withinMemory(task), budget::late);
        work.over().onSuccess(begun -> {
            budget.leave(payer);
            if (!begun) {
                budget.giveBack(payer);
            }
        });
        return work.outcome();
    }

    /** That there is no room for one array of 128 MiB does not mean that there is none for anything else. */
    private <T> T withinMemory(Callable<T> task) throws Exception {
        try {
            return task.call();
        } catch (OutOfMemoryError full) {
            throw budget.full();
        }
    }

    /** The same letters, however a keyboard composes them. */
    static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private static int costOf(String hash) {
        return (int) (Long.parseLong(hash.split("\\$", -1)[2], 16) >> 16);
    }

    /** A well-formed hash that no password has. */
    private static String decoy(int cost) {
        return "$s0$%x$%s$%s".formatted((cost << 16) | (R << 8) | P, randomBase64(16), randomBase64(32));
    }

    private static String randomBase64(int length) {
        var bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
