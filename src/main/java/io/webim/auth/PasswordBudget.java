package io.webim.auth;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.webim.contract.Failure;
import io.webim.limits.Limit;
import io.webim.limits.RateLimit;
import io.webim.limits.RateLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many passwords may be computed, whatever for and whether right or wrong: at once by one account, by one network and
 * by everybody, and by the first two over time. Used on the module's own context only.
 */
final class PasswordBudget {
    private static final String REFUSED = "webim.passwords.refused";
    private static final int NETWORKS_SHARE = 3;
    private static final int ACCOUNTS_SHARE = 6;
    private static final int LEAST_AT_ONCE = 2;

    private final int most;
    private final int mostOfNetwork;
    private final int mostOfAccount;
    private final RateLimit ofNetwork;
    private final RateLimit ofAccount;
    private final MeterRegistry meters;
    private final Map<String, Integer> networks = new HashMap<>();
    private final Map<String, Integer> accounts = new HashMap<>();
    private int all;

    /** @param most at once; who has how many of these is not looked at where there are no limits */
    PasswordBudget(int most, boolean shared, RateLimits rates, MeterRegistry meters) {
        this.most = most;
        this.mostOfNetwork = shared ? Math.max(LEAST_AT_ONCE, most / NETWORKS_SHARE) : most;
        this.mostOfAccount = shared ? Math.max(LEAST_AT_ONCE, most / ACCOUNTS_SHARE) : most;
        this.ofNetwork = rates.of(Limit.PASSWORDS_OF_ADDRESS);
        this.ofAccount = rates.of(Limit.PASSWORDS);
        this.meters = meters;
        // Seen from the start, as nought.
        List.of("account", "network", "all", "late", "memory")
                .forEach(share -> meters.counter(REFUSED, "share", share));
        Gauge.builder("webim.passwords.pending", this, budget -> budget.all).register(meters);
    }

    /** Takes a place; fails with 503 where there is none, with 429 where there were too many. */
    void enter(Payer payer) {
        if (accounts.getOrDefault(payer.account(), 0) >= mostOfAccount) {
            throw busy("account");
        }
        if (networks.getOrDefault(payer.network(), 0) >= mostOfNetwork) {
            throw busy("network");
        }
        if (all >= most) {
            throw busy("all");
        }
        takeRates(payer);
        all++;
        accounts.merge(payer.account(), 1, Integer::sum);
        networks.merge(payer.network(), 1, Integer::sum);
    }

    void leave(Payer payer) {
        all--;
        accounts.computeIfPresent(payer.account(), (account, before) -> before == 1 ? null : before - 1);
        networks.computeIfPresent(payer.network(), (network, before) -> before == 1 ? null : before - 1);
    }

    /** Nothing was computed after all. */
    void giveBack(Payer payer) {
        ofNetwork.giveBack(payer.network());
        ofAccount.giveBack(payer.account());
    }

    Failure late() {
        return busy("late");
    }

    Failure full() {
        return busy("memory");
    }

    private void takeRates(Payer payer) {
        ofNetwork.take(payer.network());
        try {
            ofAccount.take(payer.account());
        } catch (Failure tooMany) {
            ofNetwork.giveBack(payer.network());
            throw tooMany;
        }
    }

    private Failure busy(String share) {
        meters.counter(REFUSED, "share", share).increment();
        return Failure.retryAfter(503, "busy", "Too many people log in at this moment. Try again shortly.", 2);
    }
}
