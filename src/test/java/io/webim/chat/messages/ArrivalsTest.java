package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Caller ME = new Caller(1, 1);
    private static final Caller OTHER = new Caller(2, 2);

    private final Arrivals arrivals = new Arrivals();
    private final List<String> begun = new ArrayList<>();

    @Test
    void whatIsFoundBeginsAtOnce() {
        arrive(ME, Future.succeededFuture("first"));
        arrive(ME, Future.succeededFuture("second"));

        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void whatComesLaterWaitsForWhatIsLookedUpAndOthersDoNot() {
        var slow = Promise.<String>promise();
        var slower = Promise.<String>promise();
        arrive(ME, slow.future());
        arrive(ME, Future.succeededFuture("third"));
        arrive(ME, slower.future());
        read(ME, "fifth");
        arrive(OTHER, Future.succeededFuture("other"));
        assertThat(begun).containsExactly("other");

        slower.complete("fourth");
        assertThat(begun).containsExactly("other");
        slow.complete("first");
        assertThat(begun).containsExactly("other", "first", "third", "fourth", "fifth");
    }

    @Test
    void nobodyWaitsForWhatWasBegun() {
        var answer = arrivals.inOrder(
                ME,
                Future.succeededFuture(""),
                found -> Promise.<String>promise().future());
        arrive(ME, Future.succeededFuture("next"));

        assertThat(answer.isComplete()).isFalse();
        assertThat(begun).containsExactly("next");
    }

    @Test
    void whatIsNotFoundFailsAloneAndWhatFailsToBeginToo() {
        var lost = Promise.<String>promise();
        var failed = arrive(ME, lost.future());
        var broken = arrivals.inOrder(ME, Future.succeededFuture(""), found -> {
            throw new IllegalStateException("broken");
        });
        arrive(ME, Future.succeededFuture("next"));
        lost.fail("not found");

        assertThat(failed.failed()).isTrue();
        assertThat(broken.failed()).isTrue();
        assertThat(begun).containsExactly("next");
        arrive(ME, Future.succeededFuture("last"));
        assertThat(begun).containsExactly("next", "last");
    }

    private Future<String> arrive(Caller caller, Future<String> found) {
        return arrivals.inOrder(caller, found, name -> {
            begun.add(name);
            return Future.succeededFuture(name);
        });
    }

    private void read(Caller caller, String name) {
        var unused = arrivals.<String>inOrder((who, request) -> {
                    begun.add(request);
                    return Future.succeededFuture(Reply.of(new JsonObject()));
                })
                .apply(caller, name);
    }
}
