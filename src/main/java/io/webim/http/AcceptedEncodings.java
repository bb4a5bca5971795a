package io.webim.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a client wants answers to be packed, by RFC 9110: {@code gzip;q=0} is a refusal. */
record AcceptedEncodings(Map<String, Double> weights) {
    private static final String ANY = "*";
    private static final String AS_IT_IS = "identity";

    static AcceptedEncodings of(List<String> headers) {
        var weights = new HashMap<String, Double>();
        for (var part : String.join(",", headers).split(",", -1)) {
            var coding = part.split(";", -1);
            var name = coding[0].strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                weights.put(name, weight(coding));
            }
        }
        return new AcceptedEncodings(Map.copyOf(weights));
    }

    /** Whether it may be packed in this way, and not rather stay as it is. */
    boolean take(String coding) {
        double weight = weights.getOrDefault(coding, weights.getOrDefault(ANY, 0.0));
        return weight > 0 && weight >= weights.getOrDefault(AS_IT_IS, 0.0);
    }

    private static double weight(String[] coding) {
        for (int i = 1; i < coding.length; i++) {
            var parameter = coding[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                return number(parameter.substring(2).strip());
            }
        }
        return 1;
    }

    /** What is no weight is taken for a refusal: as it is, everybody can read it. */
    private static double number(String text) {
        return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
