package io.webim.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.bench.Plot.Series;
import io.webim.bench.Report.Figure;
import io.webim.bench.Report.Goal;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
    @Test
    void figureIsTheMedianWithItsSpread() {
        var figure = new Figure("messages", "a second", List.of(5.0, 1.0, 3.0), Goal.NONE);
        assertThat(List.of(figure.lowest(), figure.median(), figure.highest())).containsExactly(1.0, 3.0, 5.0);
    }

    @Test
    void goalThatIsMissedSaysSo() {
        var report = new Report();
        report.add("start", "s", Goal.atMost(3), 3.5);
        assertThat(report.table()).contains("start", "3.50", "NO");
        assertThat(report.toJson().getJsonArray("figures").getJsonObject(0).getBoolean("met"))
                .isFalse();
    }

    @Test
    void figureThatCouldNotBeMeasuredIsLeftOut() {
        var report = new Report();
        report.add("CPU", "µs", Goal.NONE, Double.NaN);
        assertThat(report.toJson().getJsonArray("figures")).isEmpty();
    }

    @Test
    void plotIsWellFormed() throws Exception {
        var plot = new Plot("Latency", "offered", "p99, ms", true)
                .svg(List.of(new Series("p99", List.of(new double[] {10, 1}, new double[] {1_000, 7}))));
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
    }

    @Test
    void cpuOfAProgramWithAStrangeName() {
        var stat = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 3";
        assertThat(ProcFiles.cpu(stat).both()).isEqualTo(3.0);
    }

    @Test
    void wordsOfTheCommandLine() {
        var options = Options.parse(new String[] {"--quick", "--only", "idle,start"});
        assertThat(options.quick()).isTrue();
        assertThat(options.wants("idle")).isTrue();
        assertThat(options.wants("storm")).isFalse();
        assertThatThrownBy(() -> Options.parse(new String[] {"--only"})).hasMessage("--only needs a value");
        assertThatThrownBy(() -> Options.parse(new String[] {"--fast"})).hasMessage("unknown option --fast");
    }
}
