package io.webim.bridge;

import io.netty.channel.EventLoop;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to many sockets: encoded once, and one task an event loop, not one a socket. Of very many the loop
 * writes some and then does what else waits. Made for one use, by one thread.
 */
final class Mailing {
    /** About as many as a loop writes within a millisecond. */
    private static final int TOGETHER = 128;

    /** To so many it pays to put the bytes where all sockets can write them from. */
    private static final int MANY = 16;

    private final JsonObject event;
    private final boolean isToMany;
    private final List<Round> rounds = new ArrayList<>(1);
    private @Nullable Packets packets;

    /** @param receivers about how many there will be */
    Mailing(JsonObject event, int receivers) {
        this.event = event;
        this.isToMany = receivers >= MANY;
    }

    void add(ClientSession session) {
        packets = packets == null ? new Packets(event.encode(), isToMany) : packets;
        var round = roundOf(session.loop());
        round.add(session, packets.of(session));
        if (round.size() == TOGETHER) {
            rounds.remove(round);
            round.start();
        }
    }

    private Round roundOf(EventLoop loop) {
        for (var round : rounds) {
            if (round.loop == loop) {
                return round;
            }
        }
        var added = new Round(loop);
        rounds.add(added);
        return added;
    }

    /** Sends what waits still. */
    void end() {
        rounds.forEach(Round::start);
        if (packets != null) {
            packets.unshare();
        }
    }

    /** Sockets of one event loop. */
    private static final class Round {
        private final EventLoop loop;
        private final List<ClientSession> sessions = new ArrayList<>(2);
        private final List<Packet> packets = new ArrayList<>(2);

        private Round(EventLoop loop) {
            this.loop = loop;
        }

        private void add(ClientSession session, Packet packet) {
            sessions.add(session);
            packets.add(packet.retain());
        }

        private int size() {
            return sessions.size();
        }

        private void start() {
            loop.execute(() -> {
                for (int i = 0; i < sessions.size(); i++) {
                    sessions.get(i).deliver(packets.get(i));
                    packets.get(i).unshare();
                }
            });
        }
    }

    /** An event as it goes to many sockets: those who have registered the one address that is the same for all share it. */
    private static final class Packets {
        private final String body;
        private final boolean isToMany;
        private @Nullable Map<Packet.Format, Packet> shared;
        /** Of the user who came last, in the format that came last. */
        private @Nullable Packet own;

        private Packet.Format format = Packet.Format.RAW;
        private long userId;

        private Packets(String body, boolean isToMany) {
            this.body = body;
            this.isToMany = isToMany;
        }

        private Packet of(ClientSession session) {
            return session.isAliased()
                    ? shared(session.format())
                    : own(session.format(), session.caller().userId());
        }

        private Packet shared(Packet.Format wanted) {
            shared = shared == null ? new EnumMap<>(Packet.Format.class) : shared;
            return shared.computeIfAbsent(wanted, this::packed);
        }

        private Packet packed(Packet.Format wanted) {
            var packet = wanted.delivery(Address.OWN_INBOX, body);
            return isToMany ? packet.share() : packet;
        }

        private void unshare() {
            if (shared != null) {
                shared.values().forEach(Packet::unshare);
            }
        }

        private Packet own(Packet.Format wanted, long user) {
            if (own == null || wanted != format || user != userId) {
                own = wanted.delivery(Address.inbox(user), body);
                format = wanted;
                userId = user;
            }
            return own;
        }
    }
}
