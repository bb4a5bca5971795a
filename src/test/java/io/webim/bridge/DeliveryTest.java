package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Reply;
import io.webim.edge.TestEdge;
import io.webim.limits.Admission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
    private final Vertx vertx = Vertx.vertx();
    private final Delivery delivery = new Delivery();
    private final Bus bus = new Bus(vertx);
    private final Sockets sockets =
            new Sockets(bus, delivery, TestEdge.of(vertx), Admission.FREE, SocketLimits.DEFAULT);

    @BeforeEach
    void serveLogin() {
        bus.serve(
                Address.AUTH_TOKEN_VERIFY,
                fields -> fields.text("accessToken", 1, 20),
                (caller, token) -> Future.succeededFuture(Reply.of(new JsonObject()
                        .put("userId", Long.parseLong(token))
                        .put("sessionId", 1L)
                        .put("expiresIn", 600L))));
    }

    @AfterEach
    void stop() throws Exception {
        BridgeServer.await(vertx.close());
    }

    @Test
    void presenceIsToldOnceForTheFirstAndOnceForTheLastInbox() throws Exception {
        var told = Collections.synchronizedList(new ArrayList<Boolean>());
        delivery.onPresence((user, online) -> told.add(online));
        var laptop = new Device(1);
        var phone = new Device(1);
        laptop.register();
        laptop.register();
        phone.register();
        laptop.register();
        assertThat(told).containsExactly(true);
        laptop.gone();
        laptop.gone();
        assertThat(told).containsExactly(true);
        phone.unregister();
        phone.unregister();
        phone.gone();
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void oneFrameAloneIsNeverSlowness() throws Exception {
        var device = new Device(1);
        Eventually.holds(() -> !device.wire.written.isEmpty());
        device.wire.read = false;
        device.send("x".repeat(2 * SocketLimits.DEFAULT.pendingBytes()));
        assertThat(device.wire.closed).isNull();
        device.send("x");
        assertThat(device.wire.closed).isEqualTo(CloseReason.TOO_SLOW);
    }

    @Test
    void presenceIsToldOnTheListenersContext() throws Exception {
        var context = vertx.getOrCreateContext();
        var toldOn = new AtomicReference<Context>();
        var told = new CountDownLatch(1);
        var listening = new CountDownLatch(1);
        context.runOnContext(go -> {
            delivery.onPresence((user, online) -> {
                toldOn.set(Vertx.currentContext());
                told.countDown();
            });
            listening.countDown();
        });
        assertThat(listening.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        new Device(1).register();
        assertThat(told.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(toldOn.get()).isEqualTo(context);
    }

    /** Devices of one user come and go on several event loops at once: told states must alternate and end right. */
    @Test
    void presenceStaysTrueWhenDevicesComeAndGoAtOnce() throws Exception {
        var told = Collections.synchronizedList(new ArrayList<Boolean>());
        delivery.onPresence((user, online) -> told.add(online));
        var devices = new ArrayList<Device>();
        for (int i = 0; i < 8; i++) {
            devices.add(new Device(1));
        }
        var done = new CountDownLatch(devices.size());
        for (var device : devices) {
            var random = new Random(devices.indexOf(device));
            device.session.run(() -> device.flicker(random, 2_000, done));
        }
        for (int i = 0; i < 20_000; i++) {
            delivery.deliver(1, new JsonObject().put("n", i));
        }
        assertThat(done.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (var device : devices) {
            device.gone();
        }
        assertThat(delivery.isOnline(1)).isFalse();
        assertThat(told).isNotEmpty();
        assertThat(told.size() % 2).isZero();
        assertThat(told)
                .isEqualTo(IntStream.range(0, told.size())
                        .mapToObj(i -> i % 2 == 0)
                        .toList());
        for (var device : devices) {
            var numbers = device.events();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    /** More than are written together, on several event loops, some of them of a single user. */
    @Test
    void manyAreToldInTheOrderInWhichItWasSaid() throws Exception {
        long held = UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        var devices = new ArrayList<Device>();
        for (int i = 1; i <= 300; i++) {
            var device = new Device(i, new FakeWire(i % 3 == 0 ? Packet.Format.SOCKJS : Packet.Format.RAW));
            device.receive(BridgeProtocol.frame("register", i % 2 == 0 ? Address.OWN_INBOX : Address.inbox(i)));
            devices.add(device);
        }
        var userIds = devices.stream().map(device -> device.userId).toList();
        for (int i = 0; i < 20; i += 2) {
            delivery.deliver(userIds, new JsonObject().put("n", i));
            for (long userId : userIds) {
                delivery.deliver(userId, new JsonObject().put("n", i + 1));
            }
        }
        var all = IntStream.range(0, 20).boxed().toList();
        for (var device : devices) {
            device.onContext(() -> {});
            assertThat(device.events()).isEqualTo(all);
        }
        assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isEqualTo(held);
    }

    @Test
    void aSocketThatFailsKeepsNothingFromTheOthers() throws Exception {
        var broken = new Device(1);
        var whole = new Device(2);
        broken.register();
        whole.register();
        broken.wire.broken = true;

        delivery.deliver(List.of(1L, 2L), new JsonObject().put("n", 1));

        Eventually.holds(() -> whole.events().equals(List.of(1)));
    }

    @Test
    void nothingIsKeptOfSocketsThatHaveGone() throws Exception {
        for (int i = 1; i <= 50; i++) {
            var device = new Device(i);
            device.register();
            device.gone();
            assertThat(delivery.of(i)).isEmpty();
        }
        assertThat(sockets.count()).isZero();
    }

    @Test
    void eventForNobodyIsNoMistake() {
        delivery.deliver(99, new JsonObject());
        assertThat(delivery.isOnline(99)).isFalse();
    }

    /** A logged-in socket on a context of its own. */
    private final class Device {
        private final FakeWire wire;
        private final ClientSession session;
        private final long userId;

        Device(long userId) throws Exception {
            this(userId, new FakeWire());
        }

        Device(long userId, FakeWire wire) throws Exception {
            this.userId = userId;
            this.wire = wire;
            var context = vertx.getOrCreateContext();
            session = sockets.open(wire, context);
            receive(BridgeProtocol.login(Long.toString(userId)).put("replyAddress", "login"));
            Eventually.holds(() -> session.caller().userId() == userId);
        }

        void register() throws Exception {
            receive(BridgeProtocol.frame("register", Address.inbox(userId)));
        }

        void unregister() throws Exception {
            receive(BridgeProtocol.frame("unregister", Address.inbox(userId)));
        }

        void send(String text) throws Exception {
            var frame = new JsonObject().put("text", text).encode();
            onContext(() -> session.send(wire.format().pack(frame)));
        }

        void gone() throws Exception {
            onContext(session::gone);
        }

        void flicker(Random random, int times, CountDownLatch done) {
            if (times == 0) {
                done.countDown();
                return;
            }
            var type = random.nextBoolean() ? "register" : "unregister";
            session.receive(BridgeProtocol.frame(type, Address.inbox(userId)).toBuffer());
            session.run(() -> flicker(random, times - 1, done));
        }

        List<Integer> events() {
            return wire.written.stream()
                    .filter(frame ->
                            List.of(Address.inbox(userId), Address.OWN_INBOX).contains(frame.getString("address")))
                    .map(frame -> frame.getJsonObject("body").getInteger("n"))
                    .toList();
        }

        private void receive(JsonObject frame) throws Exception {
            onContext(() -> session.receive(frame.toBuffer()));
        }

        private void onContext(Runnable task) throws Exception {
            var done = new CountDownLatch(1);
            session.run(() -> {
                task.run();
                done.countDown();
            });
            assertThat(done.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
