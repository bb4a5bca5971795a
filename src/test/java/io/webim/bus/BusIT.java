package io.webim.bus;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.DatabaseTrouble.Kind;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way within one process, which does not go over the event bus, keeps its promises. */
class BusIT {
    private static final Caller ANN = new Caller(1, 2);
    private static final Address ADDRESS = Address.CHAT_TYPING;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private Context module;
    private Context caller;

    @BeforeEach
    void contexts() {
        var deployed = Promise.<Context>promise();
        await(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                deployed.complete(context);
                return Future.succeededFuture();
            }
        }));
        module = await(deployed.future());
        caller = vertx.getOrCreateContext();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void roomAnswersOnItsOwnContextAndTheCallerHearsOnItsOwn() {
        var seen = Promise.<Context>promise();
        serve((who, number) -> {
            seen.complete(Vertx.currentContext());
            return Future.succeededFuture(Reply.of(new JsonObject().put("for", who.userId())));
        });
        var heard = Promise.<Context>promise();
        // Listening on the caller's context: one that comes later, from elsewhere, hears wherever it is.
        var reply = onCaller(
                () -> bus.call(ADDRESS, ANN, body(1)).onComplete(done -> heard.complete(Vertx.currentContext())));
        assertThat(await(reply)).isEqualTo(new JsonObject().put("for", 1L));
        assertThat(await(seen.future())).isSameAs(module);
        assertThat(await(heard.future())).isSameAs(caller);
    }

    @Test
    void callsOfOneSocketAreServedInTheirOrder() {
        List<Long> served = new ArrayList<>();
        serve((who, number) -> {
            served.add(number);
            return Future.succeededFuture(Reply.EMPTY);
        });
        await(Future.all(IntStream.rangeClosed(1, 100).mapToObj(this::call).toList()));
        assertThat(served)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 100).mapToObj(i -> (long) i).toList());
    }

    /** Also those that the module gives before the call has returned. */
    @Test
    void answersAreHeardInTheOrderInWhichTheyAreGiven() {
        serve((who, number) -> Future.succeededFuture(Reply.of(new JsonObject().put("number", number))));
        int calls = 20_000;
        List<Long> heard = new ArrayList<>();
        await(onCaller(() -> Future.all(IntStream.range(1, calls)
                .mapToObj(i -> bus.call(ADDRESS, ANN, body(i)).onSuccess(reply -> heard.add(reply.getLong("number"))))
                .toList())));
        assertThat(heard).hasSize(calls - 1).isSorted();
    }

    @Test
    void refusalIsTheSameOnBothWays() {
        serve((who, number) -> Future.failedFuture(Failure.of(ErrorCode.USERNAME_TAKEN, "It is taken.")));
        var overTheBus = bus.call(ADDRESS, ANN, body(1));
        for (var way : List.of(call(1), overTheBus)) {
            assertThatThrownBy(() -> await(way)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.status()).isEqualTo(409);
                assertThat(failure.code()).isEqualTo("username_taken");
            });
        }
    }

    @Test
    void invalidBodyIsRefusedWithItsFields() {
        serve((who, number) -> Future.succeededFuture(Reply.EMPTY));
        assertThatThrownBy(() -> await(onCaller(() -> bus.call(ADDRESS, ANN, new JsonObject()))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.status()).isEqualTo(422));
    }

    @Test
    void whatTheDatabaseCannotDoIsToldAsThatOnBothWays() {
        serve((who, number) -> Future.failedFuture(new DatabaseTrouble(Kind.values()[number.intValue() - 1], null)));
        var codes = List.of("database_unavailable", "overloaded", "internal");
        for (int i = 0; i < Kind.values().length; i++) {
            int kind = i;
            for (var way : List.of(call(kind + 1), bus.call(ADDRESS, ANN, body(kind + 1)))) {
                assertThatThrownBy(() -> await(way))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.code()).isEqualTo(codes.get(kind)));
            }
        }
    }

    /** A connection to anywhere else that breaks says nothing about the database. */
    @Test
    void whatBreaksElsewhereIsAFaultAndNoOutage() {
        serve((who, number) -> Future.failedFuture(new IOException("Connection reset")));
        double outages = DatabaseRefusals.count();

        assertThatThrownBy(() -> await(call(1)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("internal"));
        assertThat(DatabaseRefusals.count()).isEqualTo(outages);
    }

    @Test
    void lateAnswerIsExplainedByWhatItWaitsFor() {
        serve((who, number) -> Future.failedFuture(new TimeoutException("late")));
        assertThatThrownBy(() -> await(call(1)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("timeout"));

        Lateness.isExplainedBy(vertx, () -> Future.succeededFuture(new DatabaseTrouble(Kind.OVERLOADED, null)));
        assertThatThrownBy(() -> await(call(1)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("overloaded"));
    }

    @Test
    void roomThatIsGoneIsNotUp() {
        serve((who, number) -> Future.succeededFuture(Reply.EMPTY));
        await(call(1));
        await(vertx.undeploy(module.deploymentID()));
        assertThatThrownBy(() -> await(call(1)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("unavailable"));
    }

    @Test
    void lateWorkFailsAndItsOutcomeIsHandedBack() {
        var patience = new Deadlines(vertx, 50);
        var unheard = new ArrayList<String>();
        var never = Promise.<String>promise();
        var late = Promise.<String>promise();
        var inTime = Promise.<String>promise();
        patience.limit(never.future(), late, unheard::add);
        patience.limit(Future.succeededFuture("done"), inTime, unheard::add);
        assertThat(await(inTime.future())).isEqualTo("done");
        assertThatThrownBy(() -> await(late.future())).hasCauseInstanceOf(TimeoutException.class);
        never.complete("too late");
        assertThat(late.future().failed()).isTrue();
        assertThat(unheard).containsExactly("too late");
    }

    @Test
    void eachIsGivenItsWholeTime() {
        var patience = new Deadlines(vertx, 200);
        long begun = System.nanoTime();
        var first = Promise.<String>promise();
        patience.limit(Promise.<String>promise().future(), first, late -> {});
        var second = Promise.<Long>promise();
        vertx.setTimer(100, id -> {
            var result = Promise.<String>promise();
            patience.limit(Promise.<String>promise().future(), result, late -> {});
            result.future().onComplete(done -> second.complete(System.nanoTime() - begun));
        });
        assertThat(await(second.future())).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(299));
    }

    private interface Handler {
        Future<Reply> answer(Caller who, Long number);
    }

    private void serve(Handler handler) {
        await(on(module, () -> {
            bus.serve(ADDRESS, fields -> fields.id("number"), handler::answer);
            return Future.succeededFuture();
        }));
    }

    private Future<JsonObject> call(int number) {
        return onCaller(() -> bus.call(ADDRESS, ANN, body(number)));
    }

    private <T> Future<T> onCaller(Supplier<Future<T>> task) {
        return on(caller, task);
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> task) {
        var result = Promise.<T>promise();
        context.runOnContext(go -> task.get().onComplete(result));
        return result.future();
    }

    private static JsonObject body(int number) {
        return new JsonObject().put("number", number);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
