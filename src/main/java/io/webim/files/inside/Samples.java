package io.webim.files.inside;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a track of a movie has in the file's data, which its tables tell chunk by chunk. */
final class Samples {
    private final Source source;
    private final List<Box> data;
    private final Patches patches;

    Samples(Source source, List<Box> data, Patches patches) {
        this.source = source;
        this.data = data;
        this.patches = patches;
    }

    void blank(Box track) throws IOException {
        var tables = new HashMap<String, Box>();
        Box.each(source, track.body(), track.end(), box -> find(box, tables));
        var sizes = tables.get("stsz");
        var runs = tables.get("stsc");
        var places = tables.containsKey("co64") ? tables.get("co64") : tables.get("stco");
        if (sizes != null && runs != null && places != null) {
            blank(sizes, runs, places);
        }
    }

    private void find(Box box, Map<String, Box> tables) throws IOException {
        switch (box.type()) {
            case "mdia", "minf", "stbl" -> box.each(source, inner -> find(inner, tables));
            case "stsz", "stsc", "stco", "co64" -> tables.put(box.type(), box);
            default -> {}
        }
    }

    private void blank(Box sizes, Box runs, Box places) throws IOException {
        boolean isLong = places.type().equals("co64");
        long chunks = count(places, places.body() + 4, isLong ? 8 : 4);
        long ofRuns = count(runs, runs.body() + 4, 12);
        long sameSize = source.u32(sizes.body() + 4);
        long samples = sameSize == 0 ? count(sizes, sizes.body() + 8, 4) : source.u32(sizes.body() + 8);
        long run = 0;
        long sample = 0;
        for (long chunk = 0; chunk < chunks; chunk++) {
            source.step();
            while (run + 1 < ofRuns && source.u32(runs.body() + 8 + 12 * (run + 1)) <= chunk + 1) {
                source.step();
                run++;
            }
            long inChunk = ofRuns == 0 ? 0 : source.u32(runs.body() + 8 + 12 * run + 4);
            long last = Math.min(samples, sample + inChunk);
            long length = sameSize * (last - sample);
            for (; sameSize == 0 && sample < last; sample++) {
                source.step();
                length += source.u32(sizes.body() + 12 + 4 * sample);
            }
            sample = last;
            long at = isLong ? source.u64(places.body() + 8 + 8 * chunk) : source.u32(places.body() + 8 + 4 * chunk);
            blank(at, length);
        }
    }

    private long count(Box table, long at, int each) throws IOException {
        long count = source.u32(at);
        Malformed.unless(at + 4 + count * each <= table.end(), "a table beyond its end");
        return count;
    }

    private void blank(long at, long length) throws IOException {
        Malformed.unless(isData(data, at, length), "a sample outside of the data");
        patches.blank(at, at + length);
    }

    static boolean isData(List<Box> data, long at, long length) {
        return data.stream().anyMatch(box -> at >= box.body() && length >= 0 && length <= box.end() - at);
    }
}
