package io.webim;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ModifierSupport;

/** One server for each set of settings, from the first test that asks to the end of the process. */
final class SharedServerExtension implements BeforeAllCallback {
    private static final Namespace SERVERS = Namespace.create(SharedServerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        var fields = AnnotationSupport.findAnnotatedFields(
                context.getRequiredTestClass(), SharedServer.class, ModifierSupport::isStatic);
        for (var field : fields) {
            field.setAccessible(true);
            var wanted = AnnotationSupport.findAnnotation(field, SharedServer.class);
            field.set(null, serverOf(Configuration.of(wanted.orElseThrow()), context));
        }
    }

    private static TestServer serverOf(Configuration configuration, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, SERVERS)
                .getOrComputeIfAbsent(configuration, wanted -> TestServer.start(wanted.settings()), TestServer.class);
    }

    private record Configuration(Map<String, String> settings, String name) {
        static Configuration of(SharedServer wanted) {
            var settings = Arrays.stream(wanted.value())
                    .map(setting -> setting.split("=", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
            return new Configuration(settings, wanted.name());
        }
    }
}
