package io.webim.device;

import io.webim.BusUser;
import io.webim.contract.Address;
import java.util.Optional;

/** A device that is away nearly always: it hears of nothing but by its syncs. */
public final class BusDevice {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1_000;

    private final BusUser user;
    private final DeviceStore store;

    public BusDevice(BusUser user) {
        this(user, true);
    }

    public BusDevice(BusUser user, boolean tellsOwnVersion) {
        this.user = user;
        this.store = new DeviceStore(user.id, tellsOwnVersion);
    }

    public DeviceStore store() {
        return store;
    }

    public void sync() {
        for (var after = Optional.of(0L); after.isPresent(); ) {
            after = store.synced(user.call(Address.CHAT_SYNC, store.request(after.get())));
        }
    }

    /** Pages through whatever it lacks. */
    public BusDevice fill() {
        store.conversations().forEach(this::fill);
        return this;
    }

    private void fill(KeptConversation conversation) {
        for (int pages = 0; !conversation.gaps().isEmpty(); pages++) {
            if (pages > MOST_PAGES) {
                throw new IllegalStateException("Does not come to an end: " + conversation.gaps());
            }
            var gaps = conversation.gaps().ranges();
            long before = gaps.get(gaps.size() - 1).to() + 1;
            var request = BusUser.in(conversation.id()).put("before", before).put("limit", PAGE);
            store.pageBefore(conversation.id(), user.call(Address.CHAT_MESSAGE_HISTORY, request), before);
        }
    }

    /** One of the same user that has nothing yet, in step with the server. */
    public BusDevice fresh() {
        var fresh = new BusDevice(user);
        fresh.sync();
        return fresh.fill();
    }
}
