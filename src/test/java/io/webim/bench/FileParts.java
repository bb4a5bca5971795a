package io.webim.bench;

import io.webim.bench.Crew.Sample;
import io.webim.bench.Report.Goal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;

/** Files: how fast a large one goes, what many at once do to messages, what a picture costs. */
final class FileParts {
    private static final long LARGE = 200L << 20;
    private static final int AT_ONCE = 50;
    private static final long SMALL = 4L << 20;
    private static final int MESSAGE_RATE = 500;
    private static final double MIB = 1 << 20;

    private final Bench bench;
    private final int runs;
    private final byte[] block = new byte[64 << 10];

    FileParts(Bench bench) {
        this.bench = bench;
        this.runs = bench.options().of(5, 1);
        new SplittableRandom(1).nextBytes(block);
    }

    void files() throws Exception {
        var sender = bench.people().make(1).get(0);
        large(sender);
        pictures(sender);
        beside();
    }

    /** In turn with the plain copy: what the disk does beside it meets both. */
    private void large(Person sender) throws Exception {
        var wire = new FileWire(bench.target().uri(), sender);
        var up = new ArrayList<Double>();
        var down = new ArrayList<Double>();
        var plainUp = new ArrayList<Double>();
        var plainDown = new ArrayList<Double>();
        // A heap grows to what it needs once.
        wire.up("first.bin", block, LARGE);
        try (var plain = new PlainCopy(Path.of("target"));
                var memory = new Peak(bench.target())) {
            for (int run = 0; run < runs; run++) {
                plainUp.add(seconds(() -> {
                    plain.up(block, LARGE);
                    return null;
                }));
                plainDown.add(seconds(() -> {
                    plain.down(LARGE);
                    return null;
                }));
                var id = new String[1];
                up.add(seconds(() -> id[0] = wire.up("large.bin", block, LARGE)));
                bench.people().sendFile(sender, id[0]);
                down.add(seconds(() -> {
                    wire.down(id[0], LARGE);
                    return null;
                }));
            }
            add("200 MiB up", "s", Goal.NONE, up);
            add("  times a plain copy", "", Goal.atMost(1.5), List.of(median(up) / median(plainUp)));
            add("200 MiB down", "s", Goal.NONE, down);
            add("  times a plain copy", "", Goal.atMost(1.5), List.of(median(down) / median(plainDown)));
            if (bench.target().isLocal()) {
                add("  memory more meanwhile", "MB RSS", Goal.atMost(64), List.of(memory.more() / MIB));
            }
        }
    }

    private void pictures(Person sender) throws Exception {
        for (var format : new String[] {"jpg", "png"}) {
            var bytes = picture(format);
            var wire = new FileWire(bench.target().uri(), sender);
            var millis = new ArrayList<Double>();
            // Once, to warm up.
            wire.up("picture." + format, bytes, bytes.length);
            for (int run = 0; run < runs; run++) {
                double before = bench.target().cpu().server();
                wire.up("picture." + format, bytes, bytes.length);
                millis.add((bench.target().cpu().server() - before) * 1e3);
            }
            add("12 megapixels with their preview, " + format, "ms CPU", Goal.atMost(400), millis);
        }
    }

    /** As cameras see: large surfaces, some noise. */
    private static byte[] picture(String format) throws IOException {
        var random = new SplittableRandom(2);
        var image = new BufferedImage(4_000, 3_000, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int light = (x / 20 + y / 30) % 200 + random.nextInt(8);
                image.setRGB(x, y, light << 16 | (light / 2) << 8 | (255 - light));
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    private void beside() throws Exception {
        var senders = bench.people().make(AT_ONCE);
        try (var crew = Crew.open(bench, 50, false, 1, true)) {
            try (var pace = crew.pace(MESSAGE_RATE)) {
                crew.pause(bench.options().of(5, 2));
                report("messages alone", Goal.NONE, samples(crew));
                try (var uploads = new Uploads(senders)) {
                    crew.pause(1);
                    var samples = samples(crew);
                    report("messages beside 50 uploads", Goal.atMost(50), samples);
                    add("  files meanwhile", "MB/s", Goal.NONE, List.of(uploads.bytesPerSecond() / MIB));
                }
            }
            crew.settle();
        }
    }

    private List<Sample> samples(Crew crew) {
        var samples = new ArrayList<Sample>();
        for (int run = 0; run < bench.options().of(3, 1); run++) {
            samples.add(crew.sample(bench.options().of(6, 3)));
        }
        return samples;
    }

    private void report(String name, Goal goal, List<Sample> samples) {
        add(
                name + ", p50",
                "ms",
                Goal.NONE,
                samples.stream().map(one -> one.millis(50)).toList());
        add("  p99", "ms", goal, samples.stream().map(one -> one.millis(99)).toList());
    }

    private void add(String name, String unit, Goal goal, List<Double> figures) {
        bench.report().add(name, unit, goal, figures);
    }

    private static double seconds(Callable<?> task) throws Exception {
        long begun = System.nanoTime();
        task.call();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double median(List<Double> runs) {
        return new Report.Figure("", "", runs, Goal.NONE).median();
    }

    /** Everybody sends one file after the other, as fast as they go. */
    private final class Uploads implements AutoCloseable {
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final AtomicLong sent = new AtomicLong();
        private final long begun = System.nanoTime();
        private final List<Future<Object>> all = new ArrayList<>();
        private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

        Uploads(List<Person> senders) {
            senders.forEach(sender -> all.add(threads.submit(() -> send(sender))));
        }

        private Object send(Person sender) throws IOException {
            var wire = new FileWire(bench.target().uri(), sender);
            while (going.get()) {
                wire.up("some.bin", block, SMALL);
                sent.addAndGet(SMALL);
            }
            return sender;
        }

        double bytesPerSecond() {
            return sent.get() / ((System.nanoTime() - begun) / 1e9);
        }

        @Override
        public void close() throws Exception {
            going.set(false);
            threads.shutdown();
            for (var one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** How much more memory the server has had at once than at first. */
    private static final class Peak implements AutoCloseable {
        private final Target target;
        private final long first;
        private final Thread watch = new Thread(this::look, "memory");
        private volatile long most;

        Peak(Target target) {
            this.target = target;
            first = target.isLocal() ? target.residentBytes() : 0;
            most = first;
            if (target.isLocal()) {
                watch.setDaemon(true);
                watch.start();
            }
        }

        private void look() {
            while (!Thread.currentThread().isInterrupted()) {
                most = Math.max(most, target.residentBytes());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }

        double more() {
            return most - first;
        }

        @Override
        public void close() {
            watch.interrupt();
        }
    }
}
