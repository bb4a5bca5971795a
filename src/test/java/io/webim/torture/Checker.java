package io.webim.torture;

import static io.webim.torture.Verdict.Kind.CHANGES;
import static io.webim.torture.Verdict.Kind.DIVERGED;
import static io.webim.torture.Verdict.Kind.DOUBLED;
import static io.webim.torture.Verdict.Kind.GAPS;
import static io.webim.torture.Verdict.Kind.LEAKS;
import static io.webim.torture.Verdict.Kind.LOST;
import static io.webim.torture.Verdict.Kind.ORDER;
import static io.webim.torture.Verdict.Kind.REGRESSIONS;
import static io.webim.torture.Verdict.Kind.SECRETS;
import static io.webim.torture.Verdict.Kind.UNREAD;

import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.torture.History.Stored;
import io.webim.torture.History.StoredMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what devices and the database say with what was promised. No I/O. */
final class Checker {
    private record Place(long conversationId, long seq) {}

    private record Key(long senderId, String clientId) {}

    private record Side(long conversationId, long userId) {}

    private static final Pattern CLAIMED_OF_MESSAGE = Pattern.compile("^(?:reaction|pin) (\\d+)/(\\d+)");
    private static final Pattern REACTOR = Pattern.compile("^reaction .* (\\d+)$");

    private final History history;
    private final Verdict verdict = new Verdict();
    private final Map<Long, TreeMap<Long, Stored>> conversations = new HashMap<>();
    private final Map<Key, Stored> byKey = new HashMap<>();
    private final Map<Side, StoredMember> members = new HashMap<>();
    private final Set<Place> acknowledged = new HashSet<>();
    private final Map<Side, SeqRanges> askedForMe = new HashMap<>();
    private final Map<Long, SeqRanges> askedForEveryone = new HashMap<>();
    private final Map<Side, SeqRanges> storedForMe = new HashMap<>();
    private final Map<String, List<Claim>> claims = new HashMap<>();
    private final Set<Side> purged = new HashSet<>();

    private Checker(History history) {
        this.history = history;
    }

    static Verdict check(History history) {
        var checker = new Checker(history);
        checker.readDatabase();
        checker.readDeletions();
        history.claims.forEach(claim -> checker.claims
                .computeIfAbsent(claim.what, none -> new ArrayList<>())
                .add(claim));
        checker.checkDatabase();
        checker.checkSenders();
        checker.checkDeletions();
        checker.checkSightings();
        history.screens.forEach(checker::checkScreen);
        checker.checkUnread();
        checker.checkMarks();
        checker.checkClaims();
        checker.checkMembers();
        history.views.forEach(checker::checkView);
        return checker.verdict;
    }

    private void readDatabase() {
        history.conversations.forEach(conversation -> conversations.put(conversation.id(), new TreeMap<>()));
        for (var row : history.stored) {
            var before = conversations
                    .computeIfAbsent(row.conversationId(), id -> new TreeMap<>())
                    .put(row.seq(), row);
            if (before != null) {
                verdict.add(DOUBLED, "database has a seq twice: " + before + ", " + row);
            }
            var same = byKey.put(new Key(row.senderId(), row.clientId()), row);
            if (same != null) {
                verdict.add(DOUBLED, "database has a clientId twice: " + same + ", " + row);
            }
        }
        history.members.forEach(member -> members.put(new Side(member.conversationId(), member.userId()), member));
    }

    private void readDeletions() {
        for (var deletion : history.deletions) {
            var range = range(deletion.from(), deletion.to());
            if (deletion.everyone()) {
                askedForEveryone.merge(deletion.conversationId(), range, SeqRanges::plus);
            } else {
                askedForMe.merge(new Side(deletion.conversationId(), deletion.userId()), range, SeqRanges::plus);
            }
        }
        history.purges.forEach(purge -> purged.add(new Side(purge.conversationId(), purge.userId())));
        for (var row : history.storedDeletions) {
            if (row.ownerId() != 0) {
                storedForMe.merge(
                        new Side(row.conversationId(), row.ownerId()), range(row.from(), row.to()), SeqRanges::plus);
            }
        }
    }

    private void checkDatabase() {
        for (var conversation : history.conversations) {
            var rows = conversations.get(conversation.id());
            long expected = 1;
            for (long seq : rows.keySet()) {
                if (seq != expected) {
                    verdict.add(GAPS, "database lacks " + expected + ".." + (seq - 1) + " in " + conversation);
                }
                expected = seq + 1;
            }
            if (conversation.lastSeq() != expected - 1) {
                verdict.add(GAPS, "database has messages up to " + (expected - 1) + " in " + conversation);
            }
        }
    }

    private void checkSenders() {
        var texts = new HashMap<Key, String>();
        history.sent.forEach(sent -> texts.put(new Key(sent.senderId(), sent.clientId()), sent.text()));
        for (var ack : history.acknowledged) {
            var row = byKey.get(new Key(ack.senderId(), ack.clientId()));
            if (row == null) {
                verdict.add(LOST, "acknowledged, not in the database: " + ack);
            } else if (row.seq() != ack.seq() || row.conversationId() != ack.conversationId()) {
                verdict.add(DOUBLED, "acknowledged with another seq than stored: " + ack + ", " + row);
            }
            acknowledged.add(new Place(ack.conversationId(), ack.seq()));
        }
        history.refused.forEach(refused -> verdict.add(LOST, "a sound message was refused for good: " + refused));
        for (var row : history.stored) {
            var text = texts.get(new Key(row.senderId(), row.clientId()));
            if (row.isEvent()) {
                continue;
            }
            if (text == null) {
                verdict.add(DOUBLED, "nobody wrote this: " + row);
            } else if (!row.deleted()) {
                checkText(row, text);
            }
        }
    }

    private void checkText(Stored row, String sent) {
        var asked = claims.getOrDefault(Claim.text(row.senderId(), row.clientId()), List.of());
        if (asked.isEmpty()) {
            if (!sent.equals(row.text())) {
                verdict.add(LOST, "stored with another text than sent: " + row);
            }
        } else if (!possible(asked, sent).contains(row.text())) {
            verdict.add(CHANGES, "stored with another text than it was edited to: " + row + ", " + asked);
        }
    }

    /** What something may be now: the last that was answered, or any that was not. */
    private static Set<String> possible(List<Claim> asked, String before) {
        long last = asked.stream().mapToLong(Claim::order).max().orElse(-1);
        var possible = new HashSet<String>();
        if (asked.stream().noneMatch(Claim::isAnswered)) {
            possible.add(before);
        }
        asked.stream()
                .filter(claim -> !claim.isAnswered() || claim.order() == last)
                .forEach(claim -> possible.add(claim.value));
        return possible;
    }

    private void checkDeletions() {
        for (var row : history.stored) {
            if (row.deleted()
                    && !covers(askedForEveryone.get(row.conversationId()), row.seq())
                    && !purged.contains(new Side(row.conversationId(), row.senderId()))) {
                verdict.add(LOST, "erased, but nobody asked for it: " + row);
            }
            if (row.deleted() && row.text() != null) {
                verdict.add(LEAKS, "deleted for everyone, text still in the database: " + row);
            }
        }
        storedForMe.forEach((side, ranges) -> ranges.ranges().forEach(range -> {
            for (long seq = range.from(); seq <= range.to(); seq++) {
                if (!covers(askedForMe.get(side), seq)) {
                    verdict.add(LOST, "gone for " + side + ", but they did not ask for it: " + seq);
                }
            }
        }));
        history.deletions.stream().filter(History.Deletion::acknowledged).forEach(this::checkDone);
        history.purges.stream().filter(History.Purge::acknowledged).forEach(this::checkPurged);
    }

    private void checkPurged(History.Purge purge) {
        conversations.get(purge.conversationId()).headMap(purge.upTo(), true).values().stream()
                .filter(row -> row.senderId() == purge.userId() && !row.deleted())
                .forEach(row -> verdict.add(LEAKS, "all of this member's messages are gone, but not " + row));
    }

    private void checkDone(History.Deletion deletion) {
        for (long seq = deletion.from(); seq <= deletion.to(); seq++) {
            var row = row(deletion.conversationId(), seq);
            boolean done = deletion.everyone()
                    ? row != null && row.deleted()
                    : covers(storedForMe.get(new Side(deletion.conversationId(), deletion.userId())), seq);
            if (!done) {
                verdict.add(LEAKS, "acknowledged deletion is not in the database, seq " + seq + ": " + deletion);
            }
        }
    }

    /** Whatever a device was ever told of a seq or of a clientId must be the same for ever. */
    private void checkSightings() {
        var first = new HashMap<Place, History.Sighting>();
        var firstOfKey = new HashMap<Key, History.Sighting>();
        for (var sighting : history.sightings) {
            var place = new Place(sighting.conversationId(), sighting.seq());
            var before = first.putIfAbsent(place, sighting);
            if (before != null && !before.clientId().equals(sighting.clientId())) {
                verdict.add(ORDER, "two messages were told at one seq: " + before + ", " + sighting);
            }
            var same = firstOfKey.putIfAbsent(new Key(sighting.senderId(), sighting.clientId()), sighting);
            if (same != null && (same.seq() != sighting.seq() || same.conversationId() != sighting.conversationId())) {
                verdict.add(DOUBLED, "one message was told at two seqs: " + same + ", " + sighting);
            }
        }
    }

    private void checkScreen(History.Screen screen) {
        var rows = conversations.getOrDefault(screen.conversationId(), new TreeMap<>());
        var member = members.get(new Side(screen.conversationId(), screen.userId()));
        if (!member.listed()) {
            if (!screen.shown().isEmpty()) {
                verdict.add(SECRETS, at(screen, 0) + " still shows messages to " + member);
            }
            return;
        }
        rows.tailMap(member.hiddenTo(), false).values().forEach(row -> checkShown(screen, row));
        screen.shown().keySet().stream()
                .filter(seq -> seq <= member.hiddenTo())
                .forEach(seq -> verdict.add(SECRETS, at(screen, seq) + " shows what is hidden from " + member));
        var keys = new HashSet<Key>();
        screen.shown().forEach((seq, shown) -> {
            if (!rows.containsKey(seq)) {
                verdict.add(ORDER, at(screen, seq) + " shows what the database does not have: " + shown);
            }
            if (!keys.add(new Key(shown.senderId(), shown.clientId()))) {
                verdict.add(DOUBLED, at(screen, seq) + " shows a message twice: " + shown);
            }
        });
    }

    private void checkShown(History.Screen screen, Stored row) {
        var shown = screen.shown().get(row.seq());
        var side = new Side(screen.conversationId(), screen.userId());
        if (shown == null) {
            if (!screen.gone().contains(row.seq()) || !covers(askedForMe.get(side), row.seq())) {
                verdict.add(GAPS, at(screen, row.seq()) + " does not show " + row);
                if (acknowledged.contains(new Place(row.conversationId(), row.seq()))) {
                    verdict.add(LOST, at(screen, row.seq()) + " does not show the acknowledged " + row);
                }
            }
            return;
        }
        if (shown.senderId() != row.senderId() || !shown.clientId().equals(row.clientId())) {
            verdict.add(ORDER, at(screen, row.seq()) + " shows " + shown + ", stored is " + row);
        } else if (row.deleted() ? shown.text() != null : covers(storedForMe.get(side), row.seq())) {
            verdict.add(LEAKS, at(screen, row.seq()) + " shows a deleted message: " + row);
        } else if (!row.deleted() && !isAs(row, shown)) {
            verdict.add(LOST, at(screen, row.seq()) + " shows " + shown + ", stored is " + row);
        }
    }

    private static boolean isAs(Stored row, History.Shown shown) {
        return Objects.equals(shown.text(), row.text())
                && shown.version() == row.version()
                && shown.pinned() == row.pinned();
    }

    private void checkUnread() {
        for (var entry : history.entries) {
            var side = new Side(entry.conversationId(), entry.userId());
            if (entry.unread() != unread(side) || entry.mentions() != mentions(side)) {
                verdict.add(
                        UNREAD, "recounted " + unread(side) + " with " + mentions(side) + ", the list says " + entry);
            }
        }
        for (var screen : history.screens) {
            var side = new Side(screen.conversationId(), screen.userId());
            boolean listed = members.get(side).listed();
            if (listed && (screen.unread() != unread(side) || screen.mentions() != mentions(side))) {
                verdict.add(
                        UNREAD,
                        "recounted " + unread(side) + " with " + mentions(side) + ", " + at(screen, 0) + " of user "
                                + screen.userId() + " counts " + screen.unread() + " with " + screen.mentions());
            }
        }
    }

    private long unread(Side side) {
        return unreadRows(side).count();
    }

    private long mentions(Side side) {
        return unreadRows(side).filter(row -> mentions(row, side.userId())).count();
    }

    private static boolean mentions(Stored row, long userId) {
        var ids = row.mentions() == null ? List.of() : List.of(row.mentions().split(","));
        return ids.contains("0") || ids.contains(String.valueOf(userId));
    }

    private Stream<Stored> unreadRows(Side side) {
        var member = members.get(side);
        return conversations.getOrDefault(side.conversationId(), new TreeMap<>()).values().stream()
                .filter(row -> row.senderId() != side.userId() && !row.isEvent())
                .filter(row -> row.seq() > Math.max(member.read(), member.hiddenTo()))
                .filter(row -> !row.deleted())
                .filter(row -> !covers(storedForMe.get(side), row.seq()));
    }

    private void checkMarks() {
        var lastSeqs = new HashMap<Long, Long>();
        history.conversations.forEach(conversation -> lastSeqs.put(conversation.id(), conversation.lastSeq()));
        for (var member : history.members) {
            long lastSeq = lastSeqs.getOrDefault(member.conversationId(), 0L);
            if (member.received() > lastSeq || member.read() > lastSeq) {
                verdict.add(REGRESSIONS, "a mark above the last seq " + lastSeq + ": " + member);
            }
            if (member.read() > member.received()) {
                verdict.add(REGRESSIONS, "read beyond received: " + member);
            }
        }
        history.marks.forEach(this::checkMark);
        history.entries.forEach(this::checkMarks);
        history.stepsBack.forEach(step -> verdict.add(REGRESSIONS, "went back within one life: " + step));
    }

    private void checkMarks(History.Entry entry) {
        var own = members.get(new Side(entry.conversationId(), entry.userId()));
        var peer = groups().contains(entry.conversationId()) ? Optional.<StoredMember>empty() : peer(entry);
        if (own != null && (entry.received() < own.received() || entry.read() < own.read())) {
            verdict.add(REGRESSIONS, "the contact list is behind " + own + ": " + entry);
        }
        if (peer.isPresent()
                && (entry.peerReceived() < peer.get().received()
                        || entry.peerRead() < peer.get().read())) {
            verdict.add(REGRESSIONS, "the contact list is behind " + peer.get() + ": " + entry);
        }
    }

    private Optional<StoredMember> peer(History.Entry entry) {
        return history.members.stream()
                .filter(member -> member.conversationId() == entry.conversationId())
                .filter(member -> member.userId() != entry.userId())
                .findFirst();
    }

    private Set<Long> groups() {
        return history.conversations.stream()
                .filter(History.StoredConversation::isGroup)
                .map(History.StoredConversation::id)
                .collect(Collectors.toSet());
    }

    /** Of others in a group all marks together are told, as those of nobody. */
    private void checkMark(History.Mark seen, String device) {
        if (seen.userId() == 0) {
            return;
        }
        var member = members.get(new Side(seen.conversationId(), seen.userId()));
        long stored = member == null ? 0 : seen.read() ? member.read() : member.received();
        if (stored < seen.seq()) {
            verdict.add(REGRESSIONS, device + " was told " + seen + ", stored is " + member);
        }
    }

    private void checkClaims() {
        claims.forEach((what, asked) -> {
            var place = CLAIMED_OF_MESSAGE.matcher(what);
            var row = place.find() ? row(Long.parseLong(place.group(1)), Long.parseLong(place.group(2))) : null;
            if (!what.startsWith("text") && (row == null || !row.deleted())) {
                checkClaim(what, asked, row);
            }
        });
    }

    private void checkClaim(String what, List<Claim> asked, Stored row) {
        var before = asked.get(0).before;
        var possible = possible(asked, before);
        var reactor = REACTOR.matcher(what);
        // With all messages of a member go that one's reactions.
        if (row != null
                && reactor.find()
                && purged.contains(new Side(row.conversationId(), Long.parseLong(reactor.group(1))))) {
            possible.add(before);
        }
        var is = history.stands.getOrDefault(what, before);
        if (!possible.contains(is)) {
            verdict.add(CHANGES, what + " is " + is + ": " + asked);
        }
    }

    // Who belongs to a group, as its events tell

    private void checkMembers() {
        history.groups.forEach((id, rules) -> {
            if (rules.tellsOfMembers()) {
                var stays = Stays.of(conversations.get(id).values());
                checkMembers(id, stays);
                checkSecrets(id, stays, rules);
            }
        });
    }

    private void checkMembers(long id, Stays stays) {
        for (var member : history.members) {
            if (member.conversationId() == id && member.listed() != stays.isMember(member.userId())) {
                verdict.add(CHANGES, "the events of the group tell otherwise of " + member + ": " + stays);
            }
        }
        var acknowledged = new HashMap<Move, Long>();
        history.moves.stream()
                .filter(move -> move.conversationId() == id)
                .forEach(move -> acknowledged.merge(move, 1L, Long::sum));
        acknowledged.forEach((move, count) -> {
            // Two devices of one user may come at once.
            long least = move.type().equals("joined") ? 1 : count;
            if (stays.count(move.type(), move.userId()) < least) {
                verdict.add(CHANGES, "acknowledged " + count + " times, and no event: " + move);
            }
        });
    }

    private void checkSecrets(long id, Stays stays, History.Rules rules) {
        history.sightings.stream()
                .filter(sighting -> sighting.conversationId() == id)
                .filter(sighting -> !stays.sees(sighting.userId(), sighting.seq(), rules.showsHistory()))
                .forEach(sighting -> verdict.add(SECRETS, "told to one who was not there: " + sighting));
    }

    private void checkView(History.View view) {
        var all = new TreeSet<>(view.shown().keySet());
        all.addAll(view.fresh().keySet());
        for (var what : all) {
            var shown = view.shown().get(what);
            var fresh = view.fresh().get(what);
            if (!Objects.equals(shown, fresh)) {
                verdict.add(DIVERGED, view.device() + " shows of " + what + ": " + shown + "; a fresh one: " + fresh);
            }
        }
    }

    private Stored row(long conversationId, long seq) {
        return conversations.getOrDefault(conversationId, new TreeMap<>()).get(seq);
    }

    private static boolean covers(SeqRanges ranges, long seq) {
        return ranges != null && ranges.contains(seq);
    }

    private static SeqRanges range(long from, long to) {
        return SeqRanges.of(new ArrayList<>(List.of(new Range(from, to))));
    }

    private static String at(History.Screen screen, long seq) {
        return screen.device() + " in conversation " + screen.conversationId() + (seq == 0 ? "" : " at " + seq);
    }
}
