package io.webim.auth;

import com.lambdaworks.crypto.SCryptUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.webim.contract.Failure;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Callable;

/**
 * scrypt on threads of its own, about as many as there are cores: a hash costs 128 MiB and 0.4 s at the default cost, so
 * neither an event loop nor a shared pool may pay for it, and no more may wait than are answered in a few seconds.
 */
final class Passwords {
    static final String WORKERS = "passwords";

    private static final int R = 8;
    private static final int P = 1;
    private static final int WAITING_PER_CORE = 5;
    /** The cost for which that many may wait; each step below halves the work. */
    private static final int FULL_COST = 17;

    private final WorkerExecutor workers;
    private final int cost;
    private final int most;
    private final String decoy;
    private int pending;

    private Passwords(WorkerExecutor workers, int cost, int most) {
        this.workers = workers;
        this.cost = cost;
        this.most = most;
        this.decoy = decoy(cost);
    }

    static Passwords create(Vertx vertx, int cost) {
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        int steps = Math.min(8, Math.max(0, FULL_COST - cost));
        int most = (cores * (1 + WAITING_PER_CORE)) << steps;
        return new Passwords(vertx.createSharedWorkerExecutor(WORKERS, cores), cost, most);
    }

    Future<String> hash(String password) {
        return work(() -> SCryptUtil.scrypt(normal(password), 1 << cost, R, P));
    }

    Future<Boolean> matches(String password, String hash) {
        return work(() -> SCryptUtil.check(normal(password), hash));
    }

    /** The work of a comparison for an account that does not exist, so that time does not tell. */
    Future<Boolean> matchesNothing(String password) {
        return matches(password, decoy).map(false);
    }

    /** What an unknown name's password is compared with. */
    String decoy() {
        return decoy;
    }

    /** Whether the hash was made at a lower cost than is configured now. */
    boolean isOutdated(String hash) {
        return costOf(hash) < cost;
    }

    // Only ever called on the verticle's context: pending needs no lock.
    private <T> Future<T> work(Callable<T> task) {
        if (pending >= most) {
            return Future.failedFuture(
                    Failure.retryAfter(503, "busy", "Too many people log in at this moment. Try again shortly.", 2));
        }
        pending++;
        return workers.executeBlocking(task, false).onComplete(done -> pending--);
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
