package io.webim.torture;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a run has got, and how much is broken in it: by the clock where it is long, by messages in every test run. */
interface Pace {
    /** How often each kind of fault comes that stops a process. */
    int faultsOfAKind();

    /** The longest time for which something hangs. */
    int longestHangMillis();

    /** The longest time, in milliseconds, after which all devices have to show the same once all is whole again. */
    long longestHealingMillis();

    /** Returns once that share of the run, from 0 to 1, is over. */
    void await(double share);

    /** As long as something hangs. */
    default void hang(Random random) {
        JarServer.pause(1_000 + random.nextInt(longestHangMillis() - 1_000));
    }

    /** By the clock, from now on. */
    static Pace ofSeconds(long seconds) {
        long begun = Calls.now();
        return new Pace() {
            @Override
            public int faultsOfAKind() {
                return (int) Math.max(2, Math.round(seconds / 50.0));
            }

            @Override
            public int longestHangMillis() {
                return 8_000;
            }

            @Override
            public long longestHealingMillis() {
                return 10_000;
            }

            @Override
            public void await(double share) {
                JarServer.pause(Math.max(0, begun + (long) (share * seconds * 1_000) - Calls.now()));
            }
        };
    }

    /** By what was acknowledged, however long that takes a busy machine. */
    static Pace ofMessages(long messages, LongSupplier acknowledged) {
        long patience = TimeUnit.MINUTES.toMillis(5);
        long deadline = Calls.now() + patience;
        return new Pace() {
            @Override
            public int faultsOfAKind() {
                return 1;
            }

            @Override
            public int longestHangMillis() {
                return 3_000;
            }

            @Override
            public long longestHealingMillis() {
                return patience;
            }

            @Override
            public void await(double share) {
                while (acknowledged.getAsLong() < share * messages) {
                    if (Calls.now() > deadline) {
                        throw new IllegalStateException("Only " + acknowledged.getAsLong() + " of " + messages
                                + " messages are acknowledged after " + patience + " ms");
                    }
                    JarServer.pause(20);
                }
            }
        };
    }
}
