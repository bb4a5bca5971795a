package io.webim.torture;

import io.webim.torture.History.Acknowledged;
import io.webim.torture.History.Deletion;
import io.webim.torture.History.Purge;
import io.webim.torture.History.Refused;
import io.webim.torture.History.Sent;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What all devices and the nemesis note down while it happens. Safe from any thread. */
final class Tally {
    final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    final Set<Acknowledged> acknowledged = ConcurrentHashMap.newKeySet();
    final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
    final Queue<Deletion> deletions = new ConcurrentLinkedQueue<>();
    final Queue<Purge> purges = new ConcurrentLinkedQueue<>();
    final Queue<Claim> claims = new ConcurrentLinkedQueue<>();
    final Queue<Move> moves = new ConcurrentLinkedQueue<>();
    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Somebody asks for it from now on. */
    Claim claim(String what, String before, String value) {
        var claim = new Claim(what, before, value);
        claims.add(claim);
        return claim;
    }

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long more) {
        counts.computeIfAbsent(what, none -> new LongAdder()).add(more);
    }

    long of(String what) {
        var count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** An answer that no server should give; shown at the end. */
    void fault(String what) {
        count("faults of the server");
        if (faults.size() < 50) {
            faults.add(what);
        }
    }

    /** Something worth a look, though no fault by itself. */
    void note(String kind, String what) {
        if (notes.size() < 50) {
            notes.add(kind + ": " + what);
        }
    }

    Map<String, Long> startingWith(String prefix) {
        var some = new TreeMap<String, Long>();
        counts.forEach((what, count) -> {
            if (what.startsWith(prefix)) {
                some.put(what.substring(prefix.length()), count.sum());
            }
        });
        return some;
    }
}
