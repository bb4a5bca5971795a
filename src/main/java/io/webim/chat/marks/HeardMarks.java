package io.webim.chat.marks;

import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What other nodes have moved, and have not said to be stored yet: so many at most. No I/O. */
final class HeardMarks {
    private final int most;
    private final Map<Long, Map<Long, Heard>> byConversation = new HashMap<>();
    private int size;

    HeardMarks(int most) {
        this.most = most;
    }

    /**
     * Of one member.
     *
     * @param before where the marks stood, as far as is known in the database too
     * @param at when it was heard first, in nanoseconds
     */
    record Heard(Conversation conversation, Member member, Position before, Position now, long at) {
        MovedMarks moved() {
            return MovedMarks.between(before, now, conversation, member, System.currentTimeMillis());
        }

        private Heard and(Heard later) {
            return new Heard(later.conversation, later.member, before, now.and(later.now), at);
        }
    }

    /** Whether there is room for what is heard of this member; else it has to be as if it had not been heard. */
    boolean hasRoomFor(MemberKey key) {
        return size < most || ofConversation(key.conversationId()).containsKey(key.userId());
    }

    void add(Heard heard) {
        heard.conversation().pin();
        var members = byConversation.computeIfAbsent(heard.conversation().id, id -> new HashMap<>());
        @Nullable Heard before = members.get(heard.member().userId);
        if (before == null) {
            size++;
        } else {
            before.conversation().unpin();
        }
        members.put(heard.member().userId, before == null ? heard : before.and(heard));
    }

    /** These are stored; nobody has to care for those that are no further. */
    void stored(MemberKey key, Position position) {
        take(key.conversationId(), heard -> heard.member().userId == key.userId() && position.isAtLeast(heard.now()));
    }

    /** As {@link #take(long)}, of one member. */
    List<Heard> take(MemberKey key) {
        return take(key.conversationId(), heard -> heard.member().userId == key.userId());
    }

    /** What was heard of a conversation. It is not kept any longer: whoever takes it stores it. */
    List<Heard> take(long conversationId) {
        return take(conversationId, heard -> true);
    }

    /** What was heard before then. */
    List<Heard> takeBefore(long nanos) {
        return List.copyOf(byConversation.keySet()).stream()
                .flatMap(id -> take(id, heard -> heard.at() - nanos < 0).stream())
                .toList();
    }

    private List<Heard> take(long conversationId, Predicate<Heard> which) {
        var members = ofConversation(conversationId);
        var taken = members.values().stream().filter(which).toList();
        taken.forEach(heard -> {
            members.remove(heard.member().userId);
            heard.conversation().unpin();
        });
        size -= taken.size();
        if (members.isEmpty()) {
            byConversation.remove(conversationId);
        }
        return taken;
    }

    private Map<Long, Heard> ofConversation(long conversationId) {
        return byConversation.getOrDefault(conversationId, Map.of());
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
