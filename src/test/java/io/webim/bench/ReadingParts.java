package io.webim.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bench.Report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Lists and pages, and whether they get slower as the database fills. */
final class ReadingParts {
    private static final int CONTACTS = 200;
    private static final int FEW = 50;
    private static final int CHATS = 300;
    private static final int PAGE = 50;
    /** With the seconds: some hundred answers a run, so that the p99 is not just the worst that the machine did to one. */
    private static final int LIST_RATE = 50;

    private static final int PAGE_RATE = 200;
    private static final int[] LENGTHS = {1_000, 10_000, 100_000, 1_000_000};

    private final Bench bench;
    private final int runs;
    private final int seconds;

    ReadingParts(Bench bench) {
        this.bench = bench;
        this.runs = bench.options().of(3, 1);
        this.seconds = bench.options().of(4, 2);
    }

    void contacts() throws Exception {
        int many = bench.options().of(5_000, 500);
        var people = bench.people().make(2);
        try (var seed = new Seed(bench.target().jdbcUrl())) {
            seed.contacts(people.get(0), CONTACTS, FEW);
            seed.contacts(people.get(1), CONTACTS, many);
            var before = new ArrayList<Histogram>();
            var after = new ArrayList<Histogram>();
            people.forEach(person -> lists(person, new ArrayList<>()));
            // In turn: what the machine does beside it meets both.
            for (int run = 0; run < runs; run++) {
                lists(people.get(0), before);
                lists(people.get(1), after);
            }
            var total = String.format(Locale.ROOT, "%,d", CONTACTS * many);
            bench.report().add("contact list, 10,000 messages, p99", "ms", Goal.NONE, p99(before));
            bench.report().add("contact list, " + total + " messages, p50", "ms", Goal.NONE, p50(after));
            bench.report().add("contact list, " + total + " messages, p99", "ms", Goal.atMost(10), p99(after));
            bench.report().add("  times the figure at 10,000", "", Goal.atMost(1.3), ratio(after, before));
        }
    }

    /** Somebody with many chats. */
    Person manyChats() throws Exception {
        var person = bench.people().make(1).get(0);
        try (var seed = new Seed(bench.target().jdbcUrl())) {
            seed.contacts(person, CHATS, FEW);
        }
        return person;
    }

    /** Seconds that the first who comes to a server takes, from the log-in, over a socket, to the last page of the list. */
    double firstList(Person person) {
        long begun = System.nanoTime();
        var again = bench.people().logIn(person.name());
        try (var reader = new Reader(again)) {
            int chats = 0;
            var page = reader.ask("conversations.list", new JsonObject());
            chats += page.getJsonArray("conversations").size();
            while (page.containsKey("next")) {
                page = reader.ask("conversations.list", new JsonObject().put("after", page.getValue("next")));
                chats += page.getJsonArray("conversations").size();
            }
            if (chats != CHATS) {
                throw new VoidRun(chats + " chats of " + CHATS);
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    void groups() throws Exception {
        int many = bench.options().of(5_000, 500);
        var person = bench.people().make(1).get(0);
        try (var seed = new Seed(bench.target().jdbcUrl())) {
            seed.groups(person, CONTACTS, many);
            var lists = new ArrayList<Histogram>();
            listsOfGroups(person, new ArrayList<>());
            for (int run = 0; run < runs; run++) {
                listsOfGroups(person, lists);
            }
            var name = String.format(Locale.ROOT, "list of %d groups, %,d messages, ", CONTACTS, CONTACTS * many);
            bench.report().add(name + "p50", "ms", Goal.NONE, p50(lists));
            bench.report().add(name + "p99", "ms", Goal.atMost(10), p99(lists));
        }
    }

    private void listsOfGroups(Person member, List<Histogram> lists) {
        try (var reader = new Reader(member)) {
            lists.add(reader.measure(
                    LIST_RATE / 2, 2 * seconds, "conversations.list", () -> "{}", ReadingParts::verifyListOfGroups));
        }
    }

    private static void verifyListOfGroups(String frame) {
        int groups = frame.split("\"kind\":\"group\"", -1).length - 1;
        int unread = frame.split("\"unread\":" + Seed.UNREAD_IN_GROUP, -1).length - 1;
        int mentions = frame.split("\"mentions\":1", -1).length - 1;
        if (groups != CONTACTS || unread != CONTACTS / 2 || mentions != CONTACTS / 2) {
            throw new VoidRun(
                    groups + " groups, " + unread + " unread counts and " + mentions + " mentions in " + frame);
        }
    }

    void history() throws Exception {
        var lengths = bench.options().quick() ? new int[] {1_000, 100_000} : LENGTHS;
        var newest = new ArrayList<double[]>();
        var middle = new ArrayList<double[]>();
        var owner = bench.people().make(1).get(0);
        var pages = new ArrayList<Pages>();
        try (var seed = new Seed(bench.target().jdbcUrl());
                var reader = new Reader(owner)) {
            for (int length : lengths) {
                pages.add(new Pages(seed.conversation(owner, length, 0), length));
            }
            pages.forEach(page -> page.measure(reader, 1, new ArrayList<>(), new ArrayList<>()));
            for (int run = 0; run < runs; run++) {
                pages.forEach(page -> page.measure(reader, seconds, page.newest, page.middle));
            }
        }
        for (var page : pages) {
            newest.add(new double[] {page.length, median(p99(page.newest))});
            middle.add(new double[] {page.length, median(p99(page.middle))});
        }
        var small = pages.get(0);
        var large = pages.get(pages.size() - 1);
        var name = String.format(Locale.ROOT, "page of %,d messages, ", large.length);
        bench.report().add(name + "newest, p50", "ms", Goal.NONE, p50(large.newest));
        bench.report().add(name + "newest, p99", "ms", Goal.atMost(5), p99(large.newest));
        bench.report().add("  times the figure at 1,000", "", Goal.atMost(1.3), ratio(large.newest, small.newest));
        bench.report().add(name + "middle, p50", "ms", Goal.NONE, p50(large.middle));
        bench.report().add(name + "middle, p99", "ms", Goal.atMost(5), p99(large.middle));
        bench.report().add("  times the figure at 1,000", "", Goal.atMost(1.3), ratio(large.middle, small.middle));
        bench.report().curve("newest page against length", newest);
        bench.report().curve("middle page against length", middle);
    }

    /** One conversation, and what its pages took. */
    private static final class Pages {
        private final long conversationId;
        private final int length;
        private final List<Histogram> newest = new ArrayList<>();
        private final List<Histogram> middle = new ArrayList<>();

        Pages(long conversationId, int length) {
            this.conversationId = conversationId;
            this.length = length;
        }

        void measure(Reader reader, int seconds, List<Histogram> newest, List<Histogram> middle) {
            var start = "{\"conversationId\":" + conversationId + ",\"limit\":" + PAGE;
            newest.add(reader.measure(
                    PAGE_RATE, seconds, "chat.message.history", () -> start + "}", frame -> verify(frame, length)));
            middle.add(reader.measure(
                    PAGE_RATE,
                    seconds,
                    "chat.message.history",
                    () -> {
                        long before = ThreadLocalRandom.current().nextLong(length / 4, length - length / 4);
                        return start + ",\"before\":" + before + "}";
                    },
                    frame -> verify(frame, Peer.number(frame, "\"seq\":") + PAGE - 1)));
        }

        private void verify(String frame, long last) {
            long first = last - PAGE + 1;
            for (long seq = first; seq <= last; seq++) {
                if (!frame.contains("\"text\":\"message " + seq + " of many")) {
                    throw new VoidRun("Message " + seq + " is missing in a page: " + frame);
                }
            }
        }
    }

    private void lists(Person owner, List<Histogram> lists) {
        try (var reader = new Reader(owner)) {
            lists.add(reader.measure(LIST_RATE, 2 * seconds, "contacts.list", () -> "{}", ReadingParts::verifyList));
        }
    }

    private static void verifyList(String frame) {
        int entries = frame.split("\"conversationId\":", -1).length - 1;
        int unread = frame.split("\"unread\":4", -1).length - 1 + frame.split("\"unread\":3", -1).length - 1;
        // Each entry names its conversation twice, the second time in its last message.
        if (entries != 2 * CONTACTS || unread != CONTACTS / 2) {
            throw new VoidRun(entries + " conversations and " + unread + " unread counts in " + frame);
        }
    }

    private static List<Double> p99(List<Histogram> runs) {
        return runs.stream().map(run -> run.getValueAtPercentile(99) / 1e6).toList();
    }

    private static List<Double> p50(List<Histogram> runs) {
        return runs.stream().map(run -> run.getValueAtPercentile(50) / 1e6).toList();
    }

    private static double ratio(List<Histogram> large, List<Histogram> small) {
        return median(p99(large)) / median(p99(small));
    }

    private static double median(List<Double> runs) {
        return new Report.Figure("", "", runs, Goal.NONE).median();
    }

    /** One socket that asks at fixed times, whether or not the last answer is there. */
    private final class Reader implements AutoCloseable {
        private final Peer peer;
        private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();

        Reader(Person person) {
            var context = bench.context(0);
            peer = bench.await(Future.future(connected -> context.runOnContext(go -> bench.connect(false)
                    .compose(open -> open.on(event -> {}, faults::add).logIn(person))
                    .onComplete(connected))));
        }

        JsonObject ask(String address, JsonObject body) {
            var frame = bench.await(Future.<String>future(answered -> bench.context(0)
                    .runOnContext(go -> peer.call(address, body.encode()).onComplete(answered))));
            return new JsonObject(frame).getJsonObject("body");
        }

        Histogram measure(int perSecond, int seconds, String address, Supplier<String> body, Consumer<String> verify) {
            var histogram = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(2), 3);
            var answers = new ArrayList<Future<String>>();
            long begun = System.nanoTime();
            for (int i = 0; i < perSecond * seconds; i++) {
                long at = begun + (long) (i * 1e9 / perSecond);
                for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                answers.add(Future.future(answered -> bench.context(0)
                        .runOnContext(go -> peer.call(address, body.get())
                                .onSuccess(frame -> histogram.recordValue(System.nanoTime() - at))
                                .onComplete(answered))));
            }
            bench.await(Future.all(answers), this::verify);
            // Only now: it would keep the socket from reading.
            answers.forEach(answer -> verify.accept(answer.result()));
            return histogram;
        }

        private void verify() {
            if (!faults.isEmpty()) {
                throw new VoidRun("A reading socket: " + faults.peek().getMessage(), faults.peek());
            }
        }

        @Override
        public void close() {
            bench.await(peer.close());
        }
    }
}
