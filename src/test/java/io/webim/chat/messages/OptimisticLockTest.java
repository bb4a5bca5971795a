package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.Ticks.Settled;
import io.webim.chat.messages.Forward.Source;
import io.webim.contract.AttachedFiles;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Forwarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** For which drafts nothing has to be read first. */
class OptimisticLockTest {
    private static final long ANN = 1;
    private static final long BERT = 2;

    @Test
    void whoWritesWhereTheLastMessageWasWrittenFromHere() {
        assertThat(OptimisticLock.of(List.of(draft(known(Kind.DIRECT, 7), "hello"))))
                .isNotNull();
        assertThat(OptimisticLock.of(
                        List.of(draft(known(Kind.GROUP, 7), "hello"), draft(known(Kind.GROUP, 8), "hello"))))
                .isNotNull();
    }

    @Test
    void nothingIsKnownOfOneThatWasReadAndNotWrittenTo() {
        assertThat(lock(new Conversation(7, Kind.DIRECT, 3, members()), "hello"))
                .isNull();
    }

    @Test
    void oneThatHasGoneOnIsRead() {
        var conversation = known(Kind.DIRECT, 7);
        conversation.wroteElsewhere(BERT, 4);
        assertThat(lock(conversation, "hello")).isNull();
    }

    @Test
    void howManyMessagesAreWhoseIsRead() {
        var conversation = new Conversation(7, Kind.DIRECT, 3, members());
        conversation.ordinals.committed(0, 3, Map.of(BERT, 3L));
        conversation.brought(3, 5);
        assertThat(lock(conversation, "hello")).isNull();
    }

    @Test
    void twoDraftsOfOneConversationAreNumberedTogether() {
        var conversation = known(Kind.DIRECT, 7);
        assertThat(OptimisticLock.of(List.of(draft(conversation, "one"), draft(conversation, "two"))))
                .isNull();
    }

    @Test
    void manyAreReadTogether() {
        var drafts = new ArrayList<Draft>();
        for (long id = 1; id <= 8; id++) {
            drafts.add(draft(known(Kind.DIRECT, id), "hello"));
        }
        assertThat(OptimisticLock.of(drafts)).isNotNull();
        drafts.add(draft(known(Kind.DIRECT, 9), "hello"));
        assertThat(OptimisticLock.of(drafts)).isNull();
    }

    @Test
    void namesInAGroupAreReadAndThoseToOnePersonAreNone() {
        assertThat(lock(known(Kind.GROUP, 7), "for @bert")).isNull();
        assertThat(lock(known(Kind.DIRECT, 7), "for @bert")).isNotNull();
    }

    @Test
    void whatIsAnsweredAndWhatIsCarriedIsRead() {
        assertThat(lock(known(Kind.DIRECT, 7), Content.of("hello", 1L))).isNull();
        assertThat(lock(known(Kind.DIRECT, 7), forwarded(AttachedFiles.NONE))).isNotNull();
        assertThat(lock(known(Kind.DIRECT, 7), forwarded(AttachedFiles.of("[{\"id\":\"b62f83ac792baacd17f428\"}]"))))
                .isNull();
    }

    @Test
    void whoHasLeftMeanwhileIsRead() {
        var conversation = known(Kind.GROUP, 7);
        conversation.changed(2, List.of(), List.of(ANN), Settled.NOTHING);
        assertThat(lock(conversation, "hello")).isNull();
    }

    @Test
    void whatIsMissingMayHaveBeenSentBefore() {
        var missing = Forward.missing(new FindMessage(8, 3), Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "gone"));
        assertThat(lock(known(Kind.DIRECT, 7), Content.of(missing))).isNull();
    }

    private static Content forwarded(AttachedFiles files) {
        var source = new Source("words", new Forwarded(null, "Choir"), files);
        return Content.of(Forward.of(new FindMessage(8, 3), source));
    }

    private static OptimisticLock lock(Conversation conversation, String text) {
        return OptimisticLock.of(List.of(draft(conversation, text)));
    }

    private static OptimisticLock lock(Conversation conversation, Content content) {
        return OptimisticLock.of(List.of(draft(conversation, content)));
    }

    private static Draft draft(Conversation conversation, String text) {
        return draft(conversation, Content.of(text, null));
    }

    private static Draft draft(Conversation conversation, Content content) {
        return new Draft(conversation, ANN, UUID.randomUUID(), content, Long.MAX_VALUE, Promise.promise());
    }

    private static Conversation known(Kind kind, long id) {
        var conversation = new Conversation(id, kind, 3, members());
        conversation.ordinals.committed(0, 3, Map.of(ANN, 2L, BERT, 1L));
        conversation.brought(3, 5);
        return conversation;
    }

    private static List<Member> members() {
        return List.of(new Member(ANN, 0, 0, 0), new Member(BERT, 0, 0, 0));
    }
}
