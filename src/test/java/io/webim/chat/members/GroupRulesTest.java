package io.webim.chat.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.members.AddMembers.Way;
import io.webim.chat.members.MembershipStore.Change;
import io.webim.chat.members.MembershipStore.Locked;
import io.webim.chat.members.MembershipStore.Standing;
import io.webim.contract.Failure;
import io.webim.contract.Role;
import io.webim.contract.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GroupRulesTest {
    private static final long OWNER = 1;
    private static final long ADMIN = 2;
    private static final long MEMBER = 3;
    private static final long STRANGER = 4;
    private static final long BANNED = 5;
    private static final long GONE = 6;
    private static final long BOT = 7;
    private static final int MOST = 10;

    @Test
    void toOutsidersThereIsNoGroupWhateverTheyTry() {
        for (long outsider : new long[] {STRANGER, BANNED}) {
            refused(() -> GroupRules.add(outsider, add(Way.ADDED, MEMBER), group()), "conversation_not_found");
            refused(() -> GroupRules.add(outsider, add(Way.APPROVED, MEMBER), group()), "conversation_not_found");
            refused(() -> GroupRules.remove(outsider, remove(MEMBER), group()), "conversation_not_found");
            refused(() -> GroupRules.leave(outsider, group()), "conversation_not_found");
            refused(() -> GroupRules.role(outsider, role(MEMBER, Role.OWNER), group()), "conversation_not_found");
            refused(() -> GroupRules.unban(outsider, BANNED, group()), "conversation_not_found");
            refused(() -> GroupRules.end(outsider, group()), "conversation_not_found");
            refused(
                    () -> GroupRules.tell(outsider, new TellGroup(7, new JsonObject(), List.of()), group()),
                    "conversation_not_found");
        }
    }

    @Test
    void adminsActOnMembersAndOwnersOnAll() {
        refused(() -> GroupRules.remove(MEMBER, remove(ADMIN), group()), "not_permitted");
        refused(() -> GroupRules.remove(ADMIN, remove(OWNER), group()), "not_permitted");
        assertThat(GroupRules.remove(ADMIN, remove(MEMBER), group()).leave()).containsExactly(MEMBER);
        assertThat(GroupRules.remove(OWNER, remove(ADMIN), group()).leave()).containsExactly(ADMIN);
        refused(() -> GroupRules.role(ADMIN, role(MEMBER, Role.ADMIN), group()), "not_permitted");
        refused(() -> GroupRules.end(ADMIN, group()), "not_permitted");
        assertThat(GroupRules.end(OWNER, group()).everybody()).isTrue();
    }

    @Test
    void aGroupHasAnOwnerAsLongAsItHasMembers() {
        refused(() -> GroupRules.leave(OWNER, group()), "last_owner");
        refused(() -> GroupRules.role(OWNER, role(OWNER, Role.ADMIN), group()), "last_owner");
        assertThat(GroupRules.depart(OWNER, ADMIN, group()).roles()).containsExactly(Map.entry(ADMIN, Role.OWNER));
        assertThat(GroupRules.depart(MEMBER, ADMIN, group()).roles()).isEmpty();
        assertThat(GroupRules.depart(STRANGER, ADMIN, group())).isEqualTo(Change.NOTHING);
        assertThat(GroupRules.leave(OWNER, alone()).leave()).containsExactly(OWNER);
        assertThat(GroupRules.leave(OWNER, alone()).events()).isEmpty();
    }

    @Test
    void whoIsBannedIsNotAddedAndDoesNotJoin() {
        assertThat(GroupRules.add(OWNER, add(Way.ADDED, BANNED, STRANGER), group())
                        .come())
                .containsOnlyKeys(STRANGER);
        refused(() -> GroupRules.add(BANNED, add(Way.JOINED, BANNED), group()), "banned");
        assertThat(GroupRules.unban(ADMIN, BANNED, group()).unban()).containsExactly(BANNED);
        refused(() -> GroupRules.unban(ADMIN, MEMBER, group()), "user_not_found");
        assertThat(GroupRules.remove(ADMIN, new RemoveMember(7, STRANGER, true, false), group())
                        .ban())
                .containsExactly(STRANGER);
    }

    @Test
    void withWhoeverIsBannedGoTheBotsThatAreThere() {
        var group = group(Set.of(BOT));
        assertThat(GroupRules.remove(ADMIN, new RemoveMember(7, MEMBER, true, false), group)
                        .leave())
                .containsExactlyInAnyOrder(MEMBER, BOT);
        assertThat(GroupRules.remove(ADMIN, remove(MEMBER), group).leave()).containsExactly(MEMBER);
        assertThat(GroupRules.remove(ADMIN, new RemoveMember(7, STRANGER, true, false), group)
                        .leave())
                .containsExactly(BOT);
    }

    @Test
    void noBotIsMadeAnOwner() {
        var group = group(Set.of());
        refused(() -> GroupRules.role(OWNER, role(BOT, Role.OWNER), group), "bot_cannot_own");
        assertThat(GroupRules.role(OWNER, role(BOT, Role.ADMIN), group).roles())
                .containsExactly(Map.entry(BOT, Role.ADMIN));
    }

    @Test
    void nobodyComesTwiceAndNoMoreThanThereIsRoomFor() {
        assertThat(GroupRules.add(OWNER, add(Way.ADDED, MEMBER), group())).isEqualTo(Change.NOTHING);
        refused(() -> GroupRules.add(OWNER, add(Way.ADDED, GONE), group()), "user_not_found");
        refused(
                () -> GroupRules.add(
                        OWNER, new AddMembers(7, List.of(STRANGER), Way.ADDED, true, true, 3, ""), group()),
                "too_many_members");
    }

    @Test
    void membersAddWhereTheyMay() {
        refused(
                () -> GroupRules.add(
                        MEMBER, new AddMembers(7, List.of(STRANGER), Way.ADDED, true, true, MOST, ""), group()),
                "not_permitted");
        assertThat(GroupRules.add(
                                MEMBER, new AddMembers(7, List.of(STRANGER), Way.ADDED, false, true, MOST, ""), group())
                        .come())
                .containsOnlyKeys(STRANGER);
    }

    @Test
    void aGroupThatHasEndedStaysSo() {
        var ended = new Locked(Kind.GROUP, 9, 9, 1, 0, 0, Map.of(), users(), Set.of(), Set.of());
        refused(() -> GroupRules.add(STRANGER, add(Way.JOINED, STRANGER), ended), "conversation_not_found");
        refused(() -> GroupRules.add(STRANGER, add(Way.CREATED, MEMBER), ended), "conversation_not_found");
    }

    @Test
    void aDirectConversationIsNone() {
        var direct = new Locked(Kind.DIRECT, 9, 9, 1, 0, 0, group().standings(), users(), Set.of(), Set.of());
        refused(() -> GroupRules.leave(OWNER, direct), "conversation_not_found");
        refused(() -> GroupRules.add(STRANGER, add(Way.JOINED, STRANGER), direct), "conversation_not_found");
        assertThat(GroupRules.depart(OWNER, ADMIN, direct)).isEqualTo(Change.NOTHING);
    }

    @Test
    void amongManyAndInChannelsWhoComesAndGoesIsNoEvent() {
        assertThat(GroupRules.add(OWNER, add(Way.ADDED, STRANGER), group(Kind.GROUP, 99))
                        .events())
                .hasSize(1);
        assertThat(GroupRules.add(OWNER, addOfMany(), group(Kind.GROUP, 100)).events())
                .isEmpty();
        assertThat(GroupRules.add(OWNER, addOfMany(), group(Kind.CHANNEL, 3)).events())
                .isEmpty();
        assertThat(GroupRules.leave(MEMBER, group(Kind.GROUP, 101)).events()).hasSize(1);
        assertThat(GroupRules.leave(MEMBER, group(Kind.GROUP, 102)).events()).isEmpty();
    }

    private static AddMembers addOfMany() {
        return new AddMembers(7, List.of(STRANGER), Way.ADDED, true, true, 1_000, "");
    }

    private static AddMembers add(Way way, Long... userIds) {
        return new AddMembers(7, List.of(userIds), way, true, true, 1_000, "A group");
    }

    private static RemoveMember remove(long userId) {
        return new RemoveMember(7, userId, false, false);
    }

    private static ChangeRole role(long userId, Role role) {
        return new ChangeRole(7, userId, role);
    }

    private static Locked group() {
        return group(Kind.GROUP, 3);
    }

    private static Locked group(Kind kind, int members) {
        var standings = new LinkedHashMap<Long, Standing>();
        standings.put(OWNER, new Standing(Role.OWNER, true, false));
        standings.put(ADMIN, new Standing(Role.ADMIN, true, false));
        standings.put(MEMBER, new Standing(Role.MEMBER, true, false));
        standings.put(BANNED, new Standing(Role.MEMBER, false, true));
        return new Locked(kind, 9, 9, 1, members, 1, standings, users(), Set.of(), Set.of());
    }

    /** With a bot, and perhaps one of somebody who is asked about. */
    private static Locked group(Set<Long> programs) {
        var standings = new LinkedHashMap<>(group().standings());
        standings.put(BOT, new Standing(Role.MEMBER, true, false));
        var users = new LinkedHashMap<>(users());
        users.put(BOT, new User(BOT, "bot", "Bot", null, true));
        return new Locked(Kind.GROUP, 9, 9, 1, 4, 1, standings, users, Set.of(), programs);
    }

    private static Locked alone() {
        return new Locked(
                Kind.GROUP,
                9,
                9,
                1,
                1,
                1,
                Map.of(OWNER, new Standing(Role.OWNER, true, false)),
                users(),
                Set.of(),
                Set.of());
    }

    private static Map<Long, User> users() {
        var users = new LinkedHashMap<Long, User>();
        for (long id : new long[] {OWNER, ADMIN, MEMBER, STRANGER, BANNED}) {
            users.put(id, new User(id, "user" + id, "User", null, false));
        }
        return users;
    }

    private static void refused(ThrowingCallable attempt, String code) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
