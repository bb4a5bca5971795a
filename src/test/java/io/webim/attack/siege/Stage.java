package io.webim.attack.siege;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Where attackers find people and connections, until it is over. */
final class Stage implements AutoCloseable {
    /** What the attackers have beside their proxied networks: so many addresses. */
    private static final int ADDRESSES = 8;

    private static final int OPENERS = 8;
    /** Some 300 new connections a second: the attack is to hold much, not to take the processors from the test itself. */
    private static final long BETWEEN_OPENINGS_MILLIS = 25;

    private static final int WINDOW = 1 << 16;
    private static final long AFTER_A_CUT_MILLIS = 20;

    private final BesiegedServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "attacker");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder blows = new LongAdder();
    private final LongAdder cuts = new LongAdder();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** What an attacker does once, and then again. */
    interface Blow {
        void strike(int attacker) throws Exception;
    }

    /** How an attacker opens what is then held open. */
    interface Opening {
        void open(Link link, int number) throws Exception;
    }

    Stage(BesiegedServer server) {
        this.server = server;
    }

    BesiegedServer server() {
        return server;
    }

    boolean isOver() {
        return over;
    }

    Person person() throws IOException, InterruptedException {
        return Rest.fromElsewhere(server.origin()).somebody();
    }

    /** From one of the attackers' addresses, which are none of a proxy's. */
    Link connect() throws IOException {
        return connect(server.port(), WINDOW);
    }

    /** Which takes hardly more than it reads. */
    Link connectNarrow() throws IOException {
        return connect(server.port(), 2048);
    }

    Link connect(int port, int window) throws IOException {
        var from = "127.0.0." + (2 + connections.getAndIncrement() % ADDRESSES);
        var link = Link.open(port, from, window, links::remove);
        links.add(link);
        if (over) {
            link.close();
            throw new IOException("It is over.");
        }
        return link;
    }

    /** A socket that has logged in. */
    Link socket(Person person) throws IOException {
        return connect().upgrade("/eventbus/websocket", "").logIn(person);
    }

    /** Has written so many messages to the other; the conversation. */
    long conversation(Person writer, String reader, int messages, String text) throws Exception {
        long id = add(writer, reader);
        try (var socket = socket(writer)) {
            var asked = new ArrayDeque<String>();
            for (int i = 0; i < messages; i++) {
                asked.add(socket.send("chat.message.send", message(id, text)));
            }
            while (!asked.isEmpty()) {
                socket.answer(asked.remove());
            }
        }
        return id;
    }

    static long add(Person one, String other) throws IOException, InterruptedException {
        return one.rest()
                .post("/api/contacts", new JsonObject().put("username", other))
                .body()
                .getLong("conversationId");
    }

    static JsonObject message(long conversation, String text) {
        return in(conversation).put("clientId", UUID.randomUUID().toString()).put("text", text);
    }

    static JsonObject in(long conversation) {
        return new JsonObject().put("conversationId", conversation);
    }

    /** So many attackers strike again and again. Being cut off by the server is no reason to stop. */
    void repeat(int attackers, Blow blow) {
        for (int i = 0; i < attackers; i++) {
            int attacker = i;
            threads.execute(() -> {
                while (!over) {
                    strike(blow, attacker);
                }
            });
        }
    }

    /** So many connections at most are open at once; new ones take the place of the oldest. */
    void hold(int most, int window, Opening opening) {
        hold(server.port(), most, window, opening);
    }

    void hold(int port, int most, int window, Opening opening) {
        var numbers = new AtomicInteger();
        var held = new ArrayList<ArrayDeque<Link>>();
        for (int i = 0; i < OPENERS; i++) {
            held.add(new ArrayDeque<>());
        }
        repeat(OPENERS, attacker -> {
            var own = held.get(attacker);
            if (own.size() >= most / OPENERS) {
                own.remove().close();
            }
            var link = connect(port, window);
            own.add(link);
            opening.open(link, numbers.getAndIncrement());
            pause(BETWEEN_OPENINGS_MILLIS);
        });
    }

    private void strike(Blow blow, int attacker) {
        try {
            blow.strike(attacker);
            blows.increment();
        } catch (IOException cut) {
            cuts.increment();
            pause(AFTER_A_CUT_MILLIS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (Exception | AssertionError fault) {
            if (!over) {
                faults.add(fault);
                pause(TimeUnit.SECONDS.toMillis(1));
            }
        }
    }

    /** Within one blow that goes on. */
    void struck() {
        blows.increment();
    }

    void pause(long millis) {
        try {
            if (!over) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    long blows() {
        return blows.sum();
    }

    long cuts() {
        return cuts.sum();
    }

    List<Throwable> faults() {
        return List.copyOf(faults);
    }

    /** Hangs up and ends the attackers. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        List.copyOf(links).forEach(Link::close);
        threads.shutdownNow();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Attackers go on.");
        }
        List.copyOf(links).forEach(Link::close);
    }
}
