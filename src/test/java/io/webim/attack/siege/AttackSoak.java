package io.webim.attack.siege;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.testrun.Soak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two bystanders write while the server is attacked, in one way after the other and then in all at once. {@code
 * ATTACK='passwords|at once'} picks some of these by a regular expression.
 */
class AttackSoak {
    private static final String AT_ONCE = "all at once";
    private static final int CHEAP = 10;
    private static final int STANDARD = 17;
    private static final long LEAST_SECONDS = 5;
    private static final long WARM_UP_SECONDS = 10;
    private static final long SECONDS_AFTER = 10;

    private final Soak soak = Soak.begin("attack");
    private final Pattern chosen = Pattern.compile(System.getProperty("soak.attack", ""));
    private final List<String> broken = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void bystandersAreServedAndMemoryComesBack() throws Exception {
        var cheap = Attacks.all();
        var passwords = Attacks.rightPasswords();
        var all = Stream.concat(cheap.stream(), Stream.of(passwords)).toList();
        var oneByOne = all.stream().filter(attack -> isChosen(attack.name())).toList();
        long seconds = Math.max(LEAST_SECONDS, soak.seconds() / (oneByOne.size() + 1));
        try (var server = BesiegedServer.start(folder.resolve("cheap"), CHEAP)) {
            var before = warmUp(server);
            for (var attack : oneByOne.stream().filter(cheap::contains).toList()) {
                besiege(server, attack.toString(), List.of(attack), seconds, before);
            }
        }
        try (var server = BesiegedServer.start(folder.resolve("standard"), Integer.getInteger("soak.cost", STANDARD))) {
            var before = warmUp(server);
            if (oneByOne.contains(passwords)) {
                besiege(server, passwords.toString(), List.of(passwords), seconds, before);
            }
            if (isChosen(AT_ONCE)) {
                besiege(server, AT_ONCE, all, seconds, before);
            }
        }
        assertThat(broken).as("attacks that were noticed").isEmpty();
    }

    private boolean isChosen(String name) {
        return chosen.matcher(name).find();
    }

    private Memory warmUp(BesiegedServer server) throws Exception {
        try (var bystanders = Bystanders.open(server)) {
            var quiet = bystanders.write(WARM_UP_SECONDS);
            TimeUnit.SECONDS.sleep(1);
            var before = server.memory();
            soak.say("nothing: %s; %s".formatted(quiet, before));
            return before;
        }
    }

    private void besiege(BesiegedServer server, String name, List<Attack> attacks, long seconds, Memory before)
            throws Exception {
        var stages = new ArrayList<Stage>();
        Bystanders.Experience experience;
        var refusals = server.refusals();
        try {
            var assaults = new ArrayList<Attack.Assault>();
            for (var attack : attacks) {
                var stage = new Stage(server);
                stages.add(stage);
                assaults.add(attack.preparation().prepare(stage));
            }
            try (var bystanders = Bystanders.open(server)) {
                assaults.forEach(Attack.Assault::begin);
                experience = bystanders.write(seconds);
            }
        } finally {
            for (var stage : stages) {
                stage.close();
            }
        }
        soak.say("%s: %s".formatted(name, experience));
        TimeUnit.SECONDS.sleep(SECONDS_AFTER);
        var after = server.memory();
        var faults = faults(stages);
        boolean holds = !experience.hasFailures() && after.isBack(before) && faults.isEmpty();
        // Alone; at once some keep others from striking, and the two are only told how long they wait.
        if (attacks.size() == 1) {
            holds = holds && experience.isFast() && stages.get(0).blows() > 0;
        }
        var line = "%s: %s; afterwards %s; %d blows, %d cut off; %s"
                .formatted(
                        name,
                        experience,
                        after,
                        stages.stream().mapToLong(Stage::blows).sum(),
                        stages.stream().mapToLong(Stage::cuts).sum(),
                        holds ? "holds" : "NOTICED " + faults);
        soak.say(line);
        if (!holds) {
            soak.say("%s: refused meanwhile: %s".formatted(name, more(refusals, server.refusals())));
            broken.add(line);
        }
    }

    private static Map<String, Long> more(Map<String, Long> before, Map<String, Long> after) {
        var more = new TreeMap<>(after);
        before.forEach((name, count) -> more.merge(name, -count, Long::sum));
        more.values().removeIf(count -> count == 0);
        return more;
    }

    /** What an attack has shown by itself. */
    private static List<String> faults(List<Stage> stages) {
        var faults = new ArrayList<String>();
        for (var stage : stages) {
            stage.faults().stream()
                    .findFirst()
                    .ifPresent(fault -> faults.add(fault + " at " + fault.getStackTrace()[0]));
        }
        return faults;
    }
}
