package io.webim.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    final AtomicLong now = new AtomicLong();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Promise<JsonObject>> underWay = new ArrayList<>();
    final List<Address> begun = new ArrayList<>();

    @Test
    void aFrameIsOneUnitAndOneMoreForEachKibibyte() {
        var admission = admission("1/second burst 10");

        for (int i = 0; i < 6; i++) {
            admission.pay(1L, 1_023);
        }
        admission.pay(1L, 2_048);

        assertThat(wait(admission, 1L, 1_024)).isPositive();
        admission.pay(1L, 0);
        assertThat(wait(admission, 1L, 0)).isPositive();
    }

    @Test
    void theBudgetIsRefilledWithTimeUpToTheBurst() {
        var admission = admission("10/second burst 20");
        while (wait(admission, 1L, 0) == 0) {
            // Takes what there is.
        }

        pass(500);
        assertThat(taken(admission)).isEqualTo(5);
        pass(3_600_000);
        assertThat(taken(admission)).isEqualTo(20);
    }

    @Test
    void whatCostsMoreThanThereCanBeTakesAllOfIt() {
        var admission = admission("1/second burst 50");

        assertThat(run(admission, 1L, Address.CHAT_SYNC).isComplete()).isFalse();
        assertThat(wait(admission, 1L, 0)).isPositive();
    }

    @Test
    void fiveTabsThatComeBackAndABusyBotAreWithinTheDefault() {
        var admission = admission("2000/second burst 20000");
        for (int tab = 0; tab < 5; tab++) {
            for (int page = 0; page < 2; page++) {
                admission.pay(1L, 15_000);
                finish(run(admission, 1L, Address.CHAT_SYNC));
            }
            finish(run(admission, 1L, Address.CONTACTS_LIST));
            for (int page = 0; page < 40; page++) {
                admission.pay(1L, 200);
                finish(run(admission, 1L, Address.CHAT_MESSAGE_HISTORY));
            }
        }

        for (int i = 0; i < 800 * 60; i++) {
            admission.pay(2L, 300);
            finish(run(admission, 2L, Address.CHAT_MESSAGE_SEND));
            admission.pay(2L, 100);
            finish(run(admission, 2L, Address.CHAT_MESSAGE_RECEIVED));
            now.addAndGet(TimeUnit.SECONDS.toNanos(1) / 800);
        }
        assertThat(refused("requests")).isZero();
    }

    @Test
    void heavyIsPaidFromTheSameBudgetAndMessagesAreCheap() {
        var admission = admission("1/hour burst 450");

        run(admission, 1L, Address.CHAT_SYNC);
        run(admission, 1L, Address.CONTACTS_LIST);
        for (int i = 0; i < 1_000; i++) {
            run(admission, 1L, Address.CHAT_MESSAGE_SEND);
        }
        run(admission, 1L, Address.CHAT_MESSAGE_HISTORY);

        assertThat(begun).hasSize(1_003);
        assertRefused(run(admission, 1L, Address.CHAT_MESSAGE_HISTORY));
        run(admission, 2L, Address.CHAT_MESSAGE_HISTORY);
        assertThat(begun).hasSize(1_004);
        assertThat(refused("requests")).isEqualTo(1);
    }

    @Test
    void anAnswerIsOwedByItsLengthWhoeverReadsIt() {
        var admission = admission("1/hour burst 600");
        for (int page = 0; page < 2; page++) {
            run(admission, 1L, Address.CHAT_MESSAGE_HISTORY);
            answer(page, 256);
        }
        // 600 - 2 * (40 + 256) = 8
        assertThat(taken(admission)).isEqualTo(8);

        run(admission, 2L, Address.CHAT_MESSAGE_SEND);
        answer(2, 700);
        assertThat(wait(admission, 2L, 0)).isGreaterThan(100 * 3_600);
        run(admission, 3L, Address.CHAT_MESSAGE_HISTORY);
        underWay.get(3).fail("broken");
        assertThat(wait(admission, 3L, 0)).isZero();
    }

    @Test
    void whatWaitedBeginsOnlyIfItsUserOwesNothing() {
        var admission = admission("1/hour burst 1000");
        var waiting = new ArrayList<Future<JsonObject>>();
        for (int i = 0; i < Admission.AT_ONCE + 10; i++) {
            waiting.add(run(admission, 1L, Address.CHAT_MESSAGE_HISTORY));
        }
        for (int i = 0; i < underWay.size(); i++) {
            answer(i, 256);
        }

        // 1,000 - 14 * 40 = 440 are left, which two answers use up.
        assertThat(underWay.size()).isEqualTo(Admission.AT_ONCE + 1);
        waiting.subList(Admission.AT_ONCE + 1, waiting.size()).forEach(AdmissionTest::assertRefused);
        assertThat(meters.get("webim.requests.waiting").gauge().value()).isZero();
    }

    @Test
    void whoeverScrollsThroughLongTextsAndStartsWithManyChatsIsWithinTheDefault() {
        var admission = admission("2000/second burst 20000");
        for (int page = 0; page < 20; page++) {
            admission.pay(1L, 15_000);
            finish(run(admission, 1L, Address.CHAT_SYNC), 256);
        }
        for (int picture = 0; picture < 300; picture++) {
            finish(run(admission, 1L, Address.PROFILE_PICTURE_GET), 20);
        }
        for (int page = 0; page < 1_000; page++) {
            admission.pay(1L, 200);
            finish(run(admission, 1L, Address.CHAT_MESSAGE_HISTORY), 256);
            pass(250);
        }
        assertThat(refused("requests")).isZero();
    }

    @Test
    void whatComesInPartsGoesOnAtTheRateOfTheBudgetAndItsUserDoesAsWell() {
        var vertx = Vertx.vertx();
        try {
            var admission = admission("1/hour burst 600");
            assertThat(admission.pace(vertx, 1L, answerOf(256)).isComplete()).isTrue();
            assertThat(admission.pace(vertx, 1L, answerOf(256)).isComplete()).isTrue();
            assertThat(admission.pace(vertx, 1L, answerOf(256)).isComplete()).isFalse();
            assertThat(admission.pace(vertx, 2L, answerOf(256)).isComplete()).isTrue();
            assertThat(taken(admission)).isEqualTo(600);
        } finally {
            TestServer.await(vertx.close());
        }
    }

    @Test
    void fourHeavyOnesOfAUserAreUnderWayAndSoManyWaitInTheirOrder() {
        var admission = admission("1/hour burst 100000");
        for (int i = 0; i < Admission.AT_ONCE + Admission.MOST_WAITING; i++) {
            run(admission, 1L, Address.CHAT_MESSAGE_HISTORY);
        }
        assertThat(underWay).hasSize(Admission.AT_ONCE);
        assertThat(meters.get("webim.requests.waiting").gauge().value()).isEqualTo(Admission.MOST_WAITING);

        assertRefused(run(admission, 1L, Address.CHAT_SYNC));
        assertThat(refused("heavy_requests")).isEqualTo(1);
        run(admission, 2L, Address.CHAT_SYNC);
        assertThat(underWay).as("others go on").hasSize(Admission.AT_ONCE + 1);

        underWay.get(0).complete(new JsonObject());
        underWay.get(1).fail("broken");
        assertThat(underWay).hasSize(Admission.AT_ONCE + 3);
        for (int i = 2; i < underWay.size(); i++) {
            underWay.get(i).complete(new JsonObject());
        }
        assertThat(begun).hasSize(Admission.AT_ONCE + Admission.MOST_WAITING + 1);
        assertThat(meters.get("webim.requests.waiting").gauge().value()).isZero();
    }

    @Test
    void whatASocketAsksBeginsInItsOrderAndOtherSocketsGoOn() {
        var admission = admission("1/hour burst 100000");
        for (int i = 0; i < Admission.AT_ONCE; i++) {
            run(admission, 1L, Address.CHAT_SYNC);
        }
        begun.clear();
        var turns = new Turns();

        run(admission, turns, Address.CHAT_MESSAGE_HISTORY);
        run(admission, turns, Address.CHAT_MESSAGE_SEND);
        run(admission, turns, Address.CHAT_MESSAGE_DETAILS);
        assertThat(begun).isEmpty();
        run(admission, 1L, Address.CHAT_TYPING);
        assertThat(begun).containsExactly(Address.CHAT_TYPING);

        underWay.get(0).complete(new JsonObject());
        assertThat(begun).containsExactly(Address.CHAT_TYPING, Address.CHAT_MESSAGE_HISTORY, Address.CHAT_MESSAGE_SEND);
        underWay.get(1).complete(new JsonObject());
        underWay.get(6).complete(new JsonObject());
        assertThat(begun).endsWith(Address.CHAT_MESSAGE_DETAILS);
    }

    @Test
    void whoGaveUpWaitingIsPassedOver() {
        var places = new Places(1, 10);
        var first = Promise.<Void>promise();
        var second = Promise.<Void>promise();
        places.enter("a", Promise.promise());
        places.enter("a", first);
        places.enter("a", second);
        first.fail("too late");

        places.leave("a");

        assertThat(second.future().succeeded()).isTrue();
        places.leave("a");
        assertThat(places.enter("a", Promise.promise())).isTrue();
    }

    @Test
    void whatIsOffIsUnlimited() {
        var admission = admission("off");
        for (int i = 0; i < 10_000; i++) {
            admission.pay(1L, 100_000);
            run(admission, 1L, Address.CHAT_SYNC);
        }
        assertThat(underWay).hasSize(10_000);
    }

    private Admission admission(String rate) {
        var clock = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return now.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
        return new Admission(new RateLimits(Map.of(Limit.REQUESTS, Rate.parse(rate)), meters, clock), meters);
    }

    private Future<JsonObject> run(Admission admission, long user, Address address) {
        return admission.run(user, address, new Turns(), () -> begin(address));
    }

    private void run(Admission admission, Turns turns, Address address) {
        admission.run(1L, address, turns, () -> begin(address));
    }

    private Future<JsonObject> begin(Address address) {
        begun.add(address);
        var answer = Promise.<JsonObject>promise();
        underWay.add(answer);
        return answer.future();
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void finish(Future<JsonObject> answer) {
        finish(answer, 0);
    }

    private void finish(Future<JsonObject> answer, int kibibytes) {
        assertThat(answer.isComplete()).as("was refused").isFalse();
        answer(underWay.size() - 1, kibibytes);
    }

    private void answer(int index, int kibibytes) {
        underWay.get(index).complete(answerOf(kibibytes));
    }

    private static JsonObject answerOf(int kibibytes) {
        return new JsonObject().put("text", "x".repeat(kibibytes << 10));
    }

    private static int taken(Admission admission) {
        int taken = 0;
        while (wait(admission, 1L, 0) == 0) {
            taken++;
        }
        return taken;
    }

    /** Seconds to wait, 0 for none. */
    private static int wait(Admission admission, Object payer, int bytes) {
        try {
            admission.pay(payer, bytes);
            return 0;
        } catch (Failure refusal) {
            assertThat(refusal.code()).isEqualTo("too_many_requests");
            return refusal.retryAfter();
        }
    }

    private static void assertRefused(Future<JsonObject> answer) {
        assertThatThrownBy(() -> {
                    throw answer.cause();
                })
                .isInstanceOfSatisfying(Failure.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.code()).isEqualTo("too_many_requests");
                    assertThat(refusal.retryAfter()).isPositive();
                });
    }

    private double refused(String limit) {
        return meters.get("webim.limit.refused").tag("limit", limit).counter().count();
    }

    @Test
    void allBotsOfAPersonWaitOutOfOneBudget() {
        var admission = admission("1/second burst 10");
        var leaves = new ArrayList<Runnable>();
        for (int bot = 0; bot < Admission.MOST_STAYING_OF_BOTS / Admission.MOST_STAYING; bot++) {
            for (int i = 0; i < Admission.MOST_STAYING; i++) {
                leaves.add(admission.stay(Caller.bot(100 + bot, 7)));
            }
        }
        assertThatThrownBy(() -> admission.stay(Caller.bot(200, 7))).hasMessageContaining("wait at once");
        leaves.add(admission.stay(new Caller(7, 1)));
        leaves.add(admission.stay(Caller.bot(200, 8)));

        leaves.get(0).run();
        leaves.set(0, admission.stay(Caller.bot(200, 7)));
        leaves.forEach(Runnable::run);
        assertThatCode(() -> admission.stay(Caller.bot(100, 7))).doesNotThrowAnyException();
    }
}
