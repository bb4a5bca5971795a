package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.contract.SeqRanges;
import io.webim.torture.History.Entry;
import io.webim.torture.History.Purge;
import io.webim.torture.History.Rules;
import io.webim.torture.History.Screen;
import io.webim.torture.History.Sent;
import io.webim.torture.History.Shown;
import io.webim.torture.History.Sighting;
import io.webim.torture.History.Stored;
import io.webim.torture.History.StoredConversation;
import io.webim.torture.History.StoredDeletion;
import io.webim.torture.History.StoredMember;
import io.webim.torture.History.View;
import io.webim.torture.Verdict.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the checker sees of groups, and of messages that live. */
class GroupCheckerTest {
    private static final long GROUP = 9;
    private static final long ANN = 1;
    private static final long BEN = 2;
    private static final long CAT = 3;
    private static final String HI = Claim.text(ANN, "c2");
    private static final String HEART = Claim.reaction(GROUP, 2, "❤", BEN);
    private static final String ROLE = Claim.role(GROUP, BEN);

    private final History history = new History();
    private final Map<Long, Shown> onBensPhone = new TreeMap<>();

    /**
     * Ann makes a group with Ben and Cat (1), writes (2), and says something else; Ben likes it and becomes an admin. Cat writes
     * (3) and is banned with all messages (4), Ann mentions Ben (5).
     */
    @BeforeEach
    void soundHistory() {
        history.conversations.add(new StoredConversation(GROUP, 5, true));
        history.groups.put(GROUP, new Rules(false, true));
        history.members.add(new StoredMember(GROUP, ANN, 5, 0));
        history.members.add(new StoredMember(GROUP, BEN, 5, 2));
        history.members.add(new StoredMember(GROUP, CAT, 3, 3, false, 0));
        event(1, "{\"type\":\"created\",\"userId\":1,\"userIds\":[2,3]}");
        message(2, ANN, "hi", "hello", 2);
        message(3, CAT, "spam", null, 3);
        event(4, "{\"type\":\"banned\",\"userId\":1,\"userIds\":[3]}");
        message(5, ANN, "for @ben", "for @ben", 0);
        history.storedDeletions.add(new StoredDeletion(GROUP, 0, 3, 3));
        history.purges.add(new Purge(GROUP, CAT, 3, true));
        claim(HI, "hello", 2);
        claim(HEART, "on", 1);
        claim(ROLE, "admin", 1);
        claim(Claim.ban(GROUP, CAT), "yes", 0);
        history.stands.put(HEART, "on");
        history.stands.put(ROLE, "admin");
        history.stands.put(Claim.ban(GROUP, CAT), "yes");
        history.screens.add(new Screen("ben", BEN, GROUP, onBensPhone, SeqRanges.NONE, 1, 1));
        history.screens.add(new Screen("cat", CAT, GROUP, new TreeMap<>(), SeqRanges.NONE, 0, 0));
        history.entries.add(new Entry(BEN, GROUP, 1, 1, 5, 2, 0, 0));
        history.views.add(new View("ben", Map.of("9 entry", "a"), Map.of("9 entry", "a")));
    }

    private void event(long seq, String json) {
        history.stored.add(new Stored(GROUP, seq, 0, "e" + seq, json, false));
        onBensPhone.put(seq, new Shown(0, "e" + seq, json));
        sight("ben", BEN, seq, 0, "e" + seq);
    }

    private void message(long seq, long sender, String sent, String now, long version) {
        var id = "c" + seq;
        var mentions = seq == 5 ? "2" : null;
        history.sent.add(new Sent(GROUP, sender, id, sent));
        history.stored.add(new Stored(GROUP, seq, sender, id, now, now == null, version, mentions, false));
        onBensPhone.put(seq, new Shown(sender, id, now, version, false));
        sight("ben", BEN, seq, sender, id);
    }

    private void sight(String device, long user, long seq, long sender, String clientId) {
        history.sightings.add(new Sighting(device, user, GROUP, seq, sender, clientId));
    }

    private void claim(String what, String value, long order) {
        history.claims.add(new Claim(what, value.equals("admin") ? "member" : "off", value).answered(order));
    }

    @Test
    void soundHistoryIsClean() {
        assertThat(Checker.check(history).examples()).isEmpty();
    }

    @Test
    void acknowledgedEditThatIsNotInTheDatabaseIsLost() {
        claim(HI, "good day", 4);
        finds(Kind.CHANGES);
    }

    @Test
    void editThatWasNotAnsweredMayBeThereOrNot() {
        history.claims.add(new Claim(HI, "", "good day"));
        assertThat(Checker.check(history).examples()).isEmpty();
    }

    @Test
    void editOfAnEarlierVersionIsNoLoss() {
        claim(HI, "hey", 1);
        assertThat(Checker.check(history).examples()).isEmpty();
    }

    @Test
    void acknowledgedReactionThatIsNotThereIsLost() {
        history.stands.remove(HEART);
        finds(Kind.CHANGES);
    }

    @Test
    void reactionThatWasTakenBackAndIsThereIsALoss() {
        claim(HEART, "off", 2);
        finds(Kind.CHANGES);
    }

    @Test
    void acknowledgedRoleThatNobodyHasIsLost() {
        history.stands.put(ROLE, "member");
        finds(Kind.CHANGES);
    }

    @Test
    void bannedMemberWhoIsNotIsALoss() {
        history.stands.put(Claim.ban(GROUP, CAT), "no");
        finds(Kind.CHANGES);
    }

    @Test
    void memberOfWhomTheEventsTellOtherwiseIsALoss() {
        history.members.set(0, new StoredMember(GROUP, ANN, 5, 0, false, 0));
        finds(Kind.CHANGES);
    }

    @Test
    void acknowledgedMoveWithoutAnEventIsLost() {
        history.moves.add(new Move("left", GROUP, BEN));
        finds(Kind.CHANGES);
    }

    @Test
    void messageThatStaysOfABannedMemberLeaks() {
        history.purges.add(new Purge(GROUP, ANN, 2, true));
        finds(Kind.LEAKS);
    }

    @Test
    void formerMemberWhoseDeviceShowsMessagesIsAnOutsiderWhoSees() {
        history.screens.set(
                1,
                new Screen(
                        "cat", CAT, GROUP, Map.of(2L, new Shown(ANN, "c2", "hello", 2, false)), SeqRanges.NONE, 0, 0));
        finds(Kind.SECRETS);
    }

    @Test
    void messageThatIsToldToAFormerMemberIsSeenByAnOutsider() {
        sight("cat", CAT, 5, ANN, "c5");
        finds(Kind.SECRETS);
    }

    @Test
    void whatANewcomerIsToldFromBeforeIsSeenByAnOutsider() {
        history.stored.add(new Stored(GROUP, 6, 0, "e6", "{\"type\":\"added\",\"userId\":1,\"userIds\":[4]}", false));
        history.conversations.set(0, new StoredConversation(GROUP, 6, true));
        history.members.add(new StoredMember(GROUP, 4, 6, 6, true, 5));
        onBensPhone.put(6L, new Shown(0, "e6", "{\"type\":\"added\",\"userId\":1,\"userIds\":[4]}"));
        assertThat(Checker.check(history).examples()).isEmpty();
        sight("dan", 4, 5, ANN, "c5");
        finds(Kind.SECRETS);
    }

    @Test
    void messageBelowTheSightOfAMemberIsSeenByAnOutsider() {
        history.members.set(1, new StoredMember(GROUP, BEN, 5, 2, true, 1));
        finds(Kind.SECRETS);
    }

    @Test
    void olderVersionOfAMessageIsALoss() {
        onBensPhone.put(2L, new Shown(ANN, "c2", "hello", 1, false));
        finds(Kind.LOST);
    }

    @Test
    void mentionsThatAreNoRecountHaveDrifted() {
        history.entries.set(0, new Entry(BEN, GROUP, 1, 0, 5, 2, 0, 0));
        finds(Kind.UNREAD);
    }

    @Test
    void deviceThatShowsSomethingElseThanAFreshOneIsApart() {
        history.views.add(new View("ben 2", Map.of("9 entry", "a"), Map.of("9 entry", "b")));
        finds(Kind.DIVERGED);
    }

    @Test
    void deviceThatLacksSomethingIsApart() {
        history.views.add(new View("ben 2", Map.of(), Map.of("9 entry", "b")));
        finds(Kind.DIVERGED);
    }

    private void finds(Kind kind) {
        var verdict = Checker.check(history);
        assertThat(List.of(Kind.values()).stream()
                        .filter(one -> verdict.count(one) > 0)
                        .toList())
                .as(verdict.examples())
                .containsExactly(kind);
    }
}
