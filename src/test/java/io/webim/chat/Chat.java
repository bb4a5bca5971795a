package io.webim.chat;

import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/** A conversation written down in full, so that everything can be counted one by one. */
public final class Chat {
    public static final long ME = 1;
    public static final long PEER = 2;

    public final List<Message> messages = new ArrayList<>();
    private final List<Long> ordinals = new ArrayList<>();
    private final Map<Long, Long> sent = new HashMap<>();
    private final List<Range> ownDeletions = new ArrayList<>();

    public static Chat any(Random random, int most) {
        var chat = new Chat();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            chat.write(random.nextInt(3) == 0 ? ME : PEER);
        }
        for (int i = random.nextInt(6); i > 0 && chat.lastSeq() > 0; i--) {
            long from = 1 + random.nextInt((int) chat.lastSeq());
            chat.delete(from, Math.min(chat.lastSeq(), from + random.nextInt(1 + most / 4)));
        }
        return chat;
    }

    /** So many messages by turns. */
    public static Chat of(int count) {
        var chat = new Chat();
        for (int i = 0; i < count; i++) {
            chat.write(i % 2 == 0 ? ME : PEER);
        }
        return chat;
    }

    void write(long senderId) {
        ordinals.add(sent.merge(senderId, 1L, Long::sum));
        messages.add(message(lastSeq() + 1, senderId, "hello"));
    }

    public void delete(long from, long to) {
        ownDeletions.add(new Range(from, to));
    }

    public long lastSeq() {
        return messages.size();
    }

    public Message at(long seq) {
        return messages.get((int) seq - 1);
    }

    long ordinalOf(long seq) {
        return ordinals.get((int) seq - 1);
    }

    public SeqRanges gone() {
        return SeqRanges.of(ownDeletions);
    }

    public List<Message> seen() {
        return messages.stream()
                .filter(message -> !gone().contains(message.seq()))
                .toList();
    }

    long count(Predicate<Message> wanted) {
        return messages.stream().filter(wanted).count();
    }

    public static Message message(long seq, long senderId, String text) {
        return new Message(7, seq, senderId, new UUID(senderId, seq), text, MessageState.CACHE, Instant.EPOCH);
    }
}
