package org.lotusguild.lotus.it;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out the one {@link Trial} and the one {@link ExistingServer} of the test run, started when first asked for. A start that
 * failed is not tried again: every test that needs it says so at once.
 */
final class SharedBed implements ParameterResolver {
    private static final ExtensionContext.Namespace MINE = ExtensionContext.Namespace.create(SharedBed.class);

    /** A trial that came up, or why it did not. */
    private record SharedTrial(Optional<Trial> trial, String failure) implements AutoCloseable {
        static SharedTrial start() {
            try {
                return new SharedTrial(Optional.of(Trial.start()), "");
            } catch (RuntimeException | Error e) {
                return new SharedTrial(Optional.empty(), "the trial did not start: " + e.getMessage());
            }
        }

        @Override
        public void close() {
            trial.ifPresent(Trial::close);
        }
    }

    /** An existing homeserver with a Lotus that came up, or why it did not. */
    private record SharedServer(Optional<ExistingServer> server, String failure) implements AutoCloseable {
        static SharedServer start() {
            try {
                return new SharedServer(Optional.of(ExistingServer.start()), "");
            } catch (RuntimeException | Error e) {
                return new SharedServer(Optional.empty(), "Lotus on an existing homeserver did not start: " + e.getMessage());
            }
        }

        @Override
        public void close() {
            server.ifPresent(ExistingServer::close);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Trial.class || type == ExistingServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(MINE);
        return parameter.getParameter().getType() == Trial.class ? trial(store) : existingServer(store);
    }

    private static Trial trial(ExtensionContext.Store store) {
        SharedTrial shared = store.computeIfAbsent(SharedTrial.class, type -> SharedTrial.start(), SharedTrial.class);
        Trial trial = shared.trial().orElseThrow(() -> new AssertionError(shared.failure()));
        trial.ensureUp();
        return trial;
    }

    private static ExistingServer existingServer(ExtensionContext.Store store) {
        SharedServer shared = store.computeIfAbsent(SharedServer.class, type -> SharedServer.start(), SharedServer.class);
        ExistingServer server = shared.server().orElseThrow(() -> new AssertionError(shared.failure()));
        server.ensureUp();
        return server;
    }
}
