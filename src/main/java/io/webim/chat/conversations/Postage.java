package io.webim.chat.conversations;

import io.webim.bridge.Delivery;
import io.webim.contract.Caller;
import io.webim.limits.RateLimit;
import java.util.Collection;

/**
 * What is delivered is paid by whoever causes it: each copy that goes to a socket is 1, and 1 more for each
 * {@link #BYTES} that it carries.
 *
 * <p>What one asks for is refused beyond the budget. What merely tells how things stand cannot be refused: it is told
 * later, the latest state alone, out of a budget of its own, since others make one confirm what they write.
 */
public final class Postage {
    public static final int BYTES = 256;

    private final RateLimit deliveries;
    private final Delivery delivery;

    private record StatesOf(long userId) {}

    public Postage(RateLimit deliveries, Delivery delivery) {
        this.deliveries = deliveries;
        this.delivery = delivery;
    }

    /** Fails with 429 beyond the budget. */
    public void pay(Caller caller, int bytes, Collection<Long> receivers) {
        deliveries.take(caller.payer(), units(bytes, receivers));
    }

    /** The same for what goes to the devices of all members; whoever blocks the caller looks as if there were none. */
    public void pay(Caller caller, int bytes, Conversation conversation) {
        if (deliveries.isOff()) {
            return;
        }
        int reach = 0;
        for (var member : conversation.members()) {
            if (member.userId == caller.userId() || !member.blocksPeer()) {
                reach += delivery.reach(member.userId);
            }
        }
        deliveries.take(caller.payer(), units(bytes, reach));
    }

    /** Whether it is paid now; else it is to be told later. */
    public boolean payState(long userId, Collection<Long> receivers) {
        return deliveries.has(new StatesOf(userId), units(0, receivers));
    }

    /** Pays for a state that is told to all of those at once, be it more than there is. */
    public void oweState(long userId, int bytes, Collection<Long> receivers) {
        deliveries.owe(new StatesOf(userId), units(bytes, receivers));
    }

    /** Whether the states of this user are to be told later. */
    public boolean isOwing(long userId) {
        return deliveries.isOwing(new StatesOf(userId));
    }

    private int units(int bytes, Collection<Long> receivers) {
        int reach = 0;
        for (long userId : receivers) {
            reach += delivery.reach(userId);
        }
        return units(bytes, reach);
    }

    private static int units(int bytes, int reach) {
        return (1 + bytes / BYTES) * reach;
    }
}
