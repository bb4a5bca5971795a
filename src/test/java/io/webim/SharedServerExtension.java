package io.webim;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ModifierSupport;

/** One server for each set of settings, from the first test that asks to the end of the run. */
final class SharedServerExtension implements BeforeAllCallback {
    private static final Namespace SERVERS = Namespace.create(SharedServerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        var fields = AnnotationSupport.findAnnotatedFields(
                context.getRequiredTestClass(), SharedServer.class, ModifierSupport::isStatic);
        for (var field : fields) {
            field.setAccessible(true);
            field.set(null, serverWith(settings(field.getAnnotation(SharedServer.class)), context));
        }
    }

    private static TestServer serverWith(Map<String, String> settings, ExtensionContext context) {
        return context.getRoot().getStore(SERVERS).getOrComputeIfAbsent(settings, TestServer::start, TestServer.class);
    }

    private static Map<String, String> settings(SharedServer wanted) {
        return Arrays.stream(wanted.value())
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
