package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Promise;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.Member;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.messages.Batch.Head;
import io.webim.chat.messages.Batch.Hidden;
import io.webim.chat.messages.Batch.NewRow;
import io.webim.chat.messages.Batch.Sent;
import io.webim.chat.messages.Batch.Side;
import io.webim.chat.messages.Batch.Standing;
import io.webim.chat.messages.Draft.Written;
import io.webim.chat.messages.Forward.Source;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Failure;
import io.webim.contract.Forwarded;
import io.webim.contract.Message;
import io.webim.contract.Message.More;
import io.webim.contract.MessageState;
import io.webim.contract.SeqRanges;
import io.webim.contract.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private static final long ANN = 1;
    private static final long BERT = 2;

    /** How somebody stands to the other. */
    private enum Stands {
        CONTACT(new Standing(true, false, false), true),
        REQUEST(new Standing(false, false, false), true),
        STRANGER(new Standing(false, false, false), false),
        BLOCKING(new Standing(true, true, false), true),
        BLOCKING_STRANGER(new Standing(false, true, false), false),
        DELETED(new Standing(true, false, true), true);

        private final Standing standing;
        private final boolean listed;

        Stands(Standing standing, boolean listed) {
            this.standing = standing;
            this.listed = listed;
        }

        private Side side() {
            return new Side(standing, listed);
        }
    }

    private final Conversation conversation = conversation(7);
    private final Map<Long, Head> heads = new HashMap<>();
    private final Map<MemberKey, Side> sides = new HashMap<>();
    private final Map<Draft.Key, Sent> known = new HashMap<>();
    private final Map<MemberKey, SeqRanges> gone = new HashMap<>();
    private final Set<Long> online = new HashSet<>();

    BatchTest() {
        heads.put(7L, new Head(7, 0, 3));
        sides(7, Stands.CONTACT, Stands.CONTACT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void numbersHaveNoGapsAndOrdinalsCountEachSendersOwn(int seed) {
        var random = new Random(seed);
        var written = new HashMap<Long, List<NewRow>>();
        heads.clear();
        for (long id = 10; id < 15; id++) {
            heads.put(id, new Head(id, 0, 1));
            sides(id, Stands.CONTACT, Stands.CONTACT);
            written.put(id, new ArrayList<>());
        }
        for (int round = 1; round <= 40; round++) {
            var drafts = new ArrayList<Draft>();
            for (int i = random.nextInt(12); i > 0; i--) {
                drafts.add(draft(
                        conversation(10 + random.nextInt(5)), random.nextBoolean() ? ANN : BERT, UUID.randomUUID()));
            }
            var before = new HashMap<Long, Long>();
            heads.forEach((id, head) -> before.put(id, head.version));
            var batch = number(drafts);

            batch.rows.forEach(
                    row -> written.get(row.message().conversationId()).add(row));
            assertThat(batch.rows)
                    .extracting(row -> row.message().clientId())
                    .containsExactlyElementsOf(
                            drafts.stream().map(Draft::clientId).toList());
            heads.forEach((id, head) -> {
                boolean touched = drafts.stream().anyMatch(draft -> draft.conversation().id == id);
                assertThat(head.version).isEqualTo(before.get(id) + (touched ? 1 : 0));
                assertThat(batch.version(id)).isEqualTo(head.version);
                assertThat(batch.changedHeads.contains(head)).isEqualTo(touched);
            });
        }
        written.forEach((id, rows) -> {
            var counts = new HashMap<Long, Long>();
            for (int i = 0; i < rows.size(); i++) {
                var message = rows.get(i).message();
                assertThat(message.seq()).isEqualTo(i + 1);
                assertThat(rows.get(i).senderOrdinal()).isEqualTo(counts.merge(message.senderId(), 1L, Long::sum));
            }
            assertThat(heads.get(id).lastSeq).isEqualTo(rows.size());
            assertThat(heads.get(id).ordinals).isEqualTo(counts);
        });
    }

    @Test
    void numbersGoOnWhereTheConversationStands() {
        heads.put(7L, new Head(7, 41, 3));
        heads.get(7L).ordinals.putAll(Map.of(ANN, 30L, BERT, 11L));
        var ann = draft(ANN);
        var bert = draft(BERT);
        var batch = number(ann, bert);

        assertThat(batch.rows)
                .extracting(row -> row.message().seq(), NewRow::senderOrdinal)
                .containsExactly(tuple(42L, 31L), tuple(43L, 12L));
        assertThat(written(batch, ann).message())
                .isEqualTo(batch.rows.get(0).message())
                .satisfies(message -> {
                    assertThat(message.conversationId()).isEqualTo(7);
                    assertThat(message.senderId()).isEqualTo(ANN);
                    assertThat(message.clientId()).isEqualTo(ann.clientId());
                    assertThat(message.text()).isEqualTo(ann.text());
                    assertThat(message.state()).isEqualTo(MessageState.CACHE);
                });
    }

    @Test
    void theSameMessageTwiceInABatchIsWrittenOnce() {
        var draft = draft(ANN);
        var again = draft(conversation, ANN, draft.clientId());
        var batch = number(draft, again);

        assertThat(batch.rows).hasSize(1);
        assertThat(written(batch, draft).created()).isTrue();
        assertThat(written(batch, again).created()).isFalse();
        assertThat(written(batch, again).message())
                .isEqualTo(written(batch, draft).message());
    }

    @Test
    void aMessageThatIsThereIsGivenBackAndTakesNoNumber() {
        var draft = draft(ANN);
        known.put(draft.key(), new Sent(message(draft, 5, draft.text()), null));
        var batch = number(draft);

        assertThat(batch.rows).isEmpty();
        assertThat(batch.changedHeads).isEmpty();
        assertThat(heads.get(7L).version).isEqualTo(3);
        assertThat(written(batch, draft))
                .isEqualTo(Written.again(known.get(draft.key()).message(), true));
    }

    @Test
    void aRetryOfWhatWasDeletedMeanwhileIsThatMessage() {
        var draft = draft(ANN);
        known.put(draft.key(), new Sent(message(draft, 5, null), null));

        assertThat(written(number(draft), draft).message().deleted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0, true", // the last one that there is
        "4, 0, false",
        "2, 2, false", // hidden
        "3, 2, true",
        "1, 0, false" // gone for the sender
    })
    void whatIsAnsweredHasToBeInSight(long replyTo, long shownAbove, boolean isWritten) {
        sides.put(new MemberKey(7, ANN), new Side(Stands.CONTACT.standing, true, shownAbove, SeqRanges.NONE, null));
        gone.put(new MemberKey(7, ANN), SeqRanges.between(1, 1));
        heads.put(7L, new Head(7, 3, 3));
        var draft = new Draft(
                conversation, ANN, UUID.randomUUID(), Content.of("hello", replyTo), Long.MAX_VALUE, Promise.promise());
        var batch = number(draft);

        if (isWritten) {
            assertThat(written(batch, draft).message().more().replyTo()).isEqualTo(replyTo);
        } else {
            assertRefused(batch, draft, 404, "message_not_found");
        }
    }

    @Test
    void aRetryThatAnswersAnotherOneIsAnotherMessage() {
        var draft = draft(ANN);
        known.put(
                draft.key(),
                new Sent(
                        message(draft, 5, draft.text())
                                .changed(0, draft.text(), More.sent(List.of(), 3L, AttachedFiles.NONE)),
                        null));

        assertRefused(number(draft), draft, 409, "client_id_reused");
    }

    @Test
    void aRetryToSomebodyWhoBlocksIsNotShown() {
        sides(7, Stands.CONTACT, Stands.BLOCKING);
        var draft = draft(ANN);
        known.put(draft.key(), new Sent(message(draft, 5, draft.text()), null));
        var written = written(number(draft), draft);

        assertThat(written.shown()).isFalse();
        assertThat(written.cached()).isFalse();
        assertThat(written.newToReceiver()).isFalse();
    }

    @Test
    void aClientIdBelongsToOneText() {
        var draft = draft(ANN);
        known.put(draft.key(), new Sent(message(draft, 5, "something else"), null));

        assertRefused(number(draft), draft, 409, "client_id_reused");
    }

    @Test
    void aClientIdBelongsToOneConversation() {
        var draft = draft(ANN);
        known.put(draft.key(), new Sent(message(draft(conversation(8), ANN, draft.clientId()), 5, draft.text()), null));

        assertRefused(number(draft), draft, 409, "client_id_reused");
    }

    @Test
    void aClientIdOfAnotherSenderIsAnotherMessage() {
        var ann = draft(ANN);
        var bert = draft(conversation, BERT, ann.clientId());

        assertThat(number(ann, bert).rows).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"true,false,false", "false,true,false", "false,false,true"})
    void withoutConversationSenderOrReceiverThereIsNone(boolean noHead, boolean noSender, boolean noReceiver) {
        if (noHead) {
            heads.clear();
        }
        if (noSender) {
            sides.remove(new MemberKey(7, ANN));
        }
        if (noReceiver) {
            sides.remove(new MemberKey(7, BERT));
        }
        var draft = draft(ANN);
        var batch = number(draft);

        assertRefused(batch, draft, 404, "conversation_not_found");
        assertThat(batch.version(7)).isEqualTo(noHead ? 0 : 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {ANN, BERT})
    void deletedAccountsNeitherWriteNorAreWrittenTo(long deleted) {
        sides.put(new MemberKey(7, deleted), Stands.DELETED.side());
        var draft = draft(ANN);

        assertRefused(number(draft), draft, 404, "user_not_found");
    }

    @Test
    void whoBlocksCannotWrite() {
        sides(7, Stands.BLOCKING, Stands.CONTACT);
        var draft = draft(ANN);

        assertRefused(number(draft), draft, 403, "peer_blocked");
    }

    @Test
    void whatIsRefusedTakesNoNumber() {
        var first = draft(ANN);
        var refused = draft(conversation(9), ANN, UUID.randomUUID());
        var second = draft(ANN);
        var batch = number(first, refused, second);

        assertThat(batch.rows).extracting(row -> row.message().seq()).containsExactly(1L, 2L);
        assertThat(batch.written(refused)).isNull();
        assertThat(batch.refused(first)).isNull();
    }

    @Test
    void whatIsWrittenToSomebodyWhoBlocksIsHiddenFromThem() {
        sides(7, Stands.CONTACT, Stands.BLOCKING_STRANGER);
        online.add(BERT);
        var draft = draft(ANN);
        var batch = number(draft);

        assertThat(batch.hidden).containsExactly(new Hidden(7, BERT, 1, SeqRanges.between(1, 1)));
        assertThat(written(batch, draft))
                .isEqualTo(new Written(batch.rows.get(0).message(), true, false, false, false, false));
        assertThat(batch.rows.get(0).handedOver()).isFalse();
        assertThat(batch.changedSides).isEmpty();
    }

    @Test
    void whatReachesADeviceAtOnceIsNotCached() {
        online.add(BERT);
        var toBert = draft(ANN);
        var toAnn = draft(BERT);
        var batch = number(toBert, toAnn);

        assertThat(batch.hidden).isEmpty();
        assertThat(batch.rows).extracting(NewRow::handedOver).containsExactly(true, false);
        assertThat(written(batch, toBert).cached()).isFalse();
        assertThat(written(batch, toAnn).cached()).isTrue();
        assertThat(written(batch, toAnn).shown()).isTrue();
    }

    @Test
    void theFirstMessageMakesAContactOfTheReceiverAndARequestOfTheSender() {
        sides(7, Stands.STRANGER, Stands.STRANGER);
        var first = draft(ANN);
        var second = draft(ANN);
        var batch = number(first, second);

        assertThat(batch.changedSides.values()).hasSize(2).allMatch(side -> side.listed);
        assertThat(side(7, ANN).showsAll()).isTrue();
        assertThat(side(7, BERT).showsAll()).isFalse();
        assertThat(written(batch, first)).matches(written -> written.newToSender() && written.newToReceiver());
        assertThat(written(batch, second)).matches(written -> !written.newToSender() && !written.newToReceiver());
    }

    @Test
    void anAnswerWithinTheBatchMakesAContactOfARequest() {
        sides(7, Stands.STRANGER, Stands.STRANGER);
        var request = draft(ANN);
        var answer = draft(BERT);
        var batch = number(request, answer);

        assertThat(batch.changedSides.values()).hasSize(2).allMatch(side -> side.listed && side.showsAll());
        assertThat(written(batch, answer).newToSender()).isTrue();
        assertThat(written(batch, answer).newToReceiver()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "CONTACT,CONTACT,false,false",
        "REQUEST,CONTACT,true,false",
        "CONTACT,REQUEST,false,false",
        "STRANGER,REQUEST,true,false",
        "CONTACT,STRANGER,false,true"
    })
    void contactsAndRequestsStayWhatTheyAre(
            Stands sender, Stands receiver, boolean newToSender, boolean newToReceiver) {
        sides(7, sender, receiver);
        var draft = draft(ANN);
        var written = written(number(draft), draft);

        assertThat(written.newToSender()).isEqualTo(newToSender);
        assertThat(written.newToReceiver()).isEqualTo(newToReceiver);
    }

    @Test
    void whatIsWrittenToOneselfIsReadAtOnceAndComesToTheListOnce() {
        var notes = new Conversation(9, Kind.DIRECT, 0, List.of(new Member(ANN, 0, 0, 0)));
        heads.put(9L, new Head(9, 0, 1));
        sides.put(new MemberKey(9, ANN), Stands.STRANGER.side());
        var first = draft(notes, ANN, UUID.randomUUID());
        var second = draft(notes, ANN, UUID.randomUUID());
        var batch = number(first, second);

        assertThat(batch.rows)
                .hasSize(2)
                .allMatch(NewRow::handedOver)
                .allMatch(row -> row.message().state() == MessageState.READ);
        assertThat(batch.changedSides).containsOnlyKeys(new MemberKey(9, ANN));
        assertThat(written(batch, first)).matches(written -> written.newToReceiver() && !written.newToSender());
        assertThat(written(batch, second)).matches(written -> !written.newToReceiver() && !written.cached());
    }

    @Test
    void whatIsSentOnSaysWhereItIsFromAndMentionsNobody() {
        var draft = forward(FORWARDED);
        var batch = number(draft);

        var row = batch.rows.get(0);
        assertThat(row.message().text()).isEqualTo("@bert was here");
        assertThat(row.message().more()).isEqualTo(More.forwarded(FROM_CAROL, AttachedFiles.NONE));
        assertThat(row.sentHash()).isEqualTo(SentHash.of(draft.clientId(), FORWARDED));
    }

    @Test
    void aRetryOfWhatWasSentOnNamesTheSameMessage() {
        var draft = forward(FORWARDED);
        var there = new Sent(
                message(draft, 5, "@bert was here")
                        .changed(0, "@bert was here", More.forwarded(FROM_CAROL, AttachedFiles.NONE)),
                SentHash.of(draft.clientId(), FORWARDED));
        known.put(draft.key(), there);

        assertThat(written(number(draft), draft).message()).isEqualTo(there.message());
        var late = gone(draft, FORWARDED);
        assertThat(written(number(late), late).message()).isEqualTo(there.message());
        var other = content(draft, Content.of(Forward.of(new FindMessage(8, 4), SOURCE)));
        assertRefused(number(other), other, 409, "client_id_reused");
        var text = content(draft, Content.of("@bert was here", null));
        assertRefused(number(text), text, 409, "client_id_reused");
    }

    @Test
    void whatIsNotThereIsNotSentOn() {
        var draft = gone(forward(FORWARDED), FORWARDED);
        assertRefused(number(draft), draft, 404, "message_not_found");
    }

    private static final FindMessage FORWARDED = new FindMessage(8, 3);
    private static final Forwarded FROM_CAROL = new Forwarded(new User(3, "carol", "Carol", null, false), null);
    private static final Source SOURCE = new Source("@bert was here", FROM_CAROL, AttachedFiles.NONE);

    private Draft forward(FindMessage message) {
        return content(draft(ANN), Content.of(Forward.of(message, SOURCE)));
    }

    private static Draft gone(Draft draft, FindMessage message) {
        return content(draft, Content.of(Forward.missing(message, Target.unknown())));
    }

    private static Draft content(Draft draft, Content content) {
        return new Draft(
                draft.conversation(), draft.senderId(), draft.clientId(), content, Long.MAX_VALUE, Promise.promise());
    }

    @Test
    void amongManyNoMembersRowIsWritten() {
        var group = group(9, 100);
        heads.put(9L, new Head(9, 0, 1));
        for (long user = 1; user <= 100; user++) {
            sides.put(new MemberKey(9, user), Stands.STRANGER.side());
        }
        online.add(70L);
        var draft = draft(group, ANN, UUID.randomUUID());
        var batch = number(draft);

        assertThat(batch.rows).hasSize(1).allMatch(NewRow::handedOver);
        assertThat(batch.changedHeads).hasSize(1);
        assertThat(batch.changedSides).isEmpty();
        assertThat(batch.hidden).isEmpty();
        assertThat(written(batch, draft)).matches(written -> written.shown() && !written.cached());
    }

    private static Conversation group(long id, int members) {
        return new Conversation(
                id,
                Kind.GROUP,
                0,
                LongStream.rangeClosed(1, members)
                        .mapToObj(user -> new Member(user, 0, 0, 0))
                        .toList());
    }

    private Side side(long conversationId, long userId) {
        return Objects.requireNonNull(sides.get(new MemberKey(conversationId, userId)));
    }

    private void sides(long conversationId, Stands ann, Stands bert) {
        sides.put(new MemberKey(conversationId, ANN), ann.side());
        sides.put(new MemberKey(conversationId, BERT), bert.side());
    }

    private Batch number(Draft... drafts) {
        return number(List.of(drafts));
    }

    private Batch number(List<Draft> drafts) {
        var batch = new Batch(heads, sides, known, gone, online::contains);
        batch.number(drafts);
        return batch;
    }

    private static Written written(Batch batch, Draft draft) {
        assertThat(batch.refused(draft)).isNull();
        return Objects.requireNonNull(batch.written(draft));
    }

    private static void assertRefused(Batch batch, Draft draft, int status, String code) {
        assertThat(batch.written(draft)).isNull();
        assertThat(batch.refused(draft))
                .extracting(Failure::status, Failure::code)
                .containsExactly(status, code);
        assertThat(batch.rows).isEmpty();
        assertThat(batch.changedSides).isEmpty();
    }

    private Draft draft(long senderId) {
        return draft(conversation, senderId, UUID.randomUUID());
    }

    private static Draft draft(Conversation conversation, long senderId, UUID clientId) {
        return new Draft(conversation, senderId, clientId, "hello", Long.MAX_VALUE, Promise.promise());
    }

    private static Message message(Draft draft, long seq, @Nullable String text) {
        return new Message(
                draft.conversation().id,
                seq,
                draft.senderId(),
                draft.clientId(),
                text,
                MessageState.READ,
                Instant.EPOCH,
                text == null,
                0,
                Message.Kind.TEXT);
    }

    private static Conversation conversation(long id) {
        return new Conversation(id, Kind.DIRECT, 0, List.of(new Member(ANN, 0, 0, 0), new Member(BERT, 0, 0, 0)));
    }
}
