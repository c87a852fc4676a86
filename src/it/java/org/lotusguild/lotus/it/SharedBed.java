package org.lotusguild.lotus.it;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out the one {@link Trial} and the one {@link ExistingServer} of the test run, started when first asked for. A start that
 * failed is not tried again: every test that needs it says so at once. A class {@link OnPostgres}, and with
 * {@code -Dlotus.it.database=postgresql} every class, gets one existing server on PostgreSQL instead, a test that asks for the
 * {@link Trial} itself apart: that one begins with a file.
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

    /** The one whose Lotus keeps its data on PostgreSQL. */
    private record SharedPostgres(SharedServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /** An existing homeserver with a Lotus that came up, or why it did not. */
    private record SharedServer(Optional<ExistingServer> server, String failure) implements AutoCloseable {
        static SharedServer start(Supplier<ExistingServer> start) {
            try {
                return new SharedServer(Optional.of(start.get()), "");
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
        return type == Trial.class || type == ExistingServer.class || type == Bed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(MINE);
        Class<?> type = parameter.getParameter().getType();
        boolean postgres = context.getRequiredTestClass().isAnnotationPresent(OnPostgres.class)
                || "postgresql".equals(System.getProperty("lotus.it.database"));
        Bed bed = type == Trial.class || (type == Bed.class && !postgres) ? trial(store) : existingServer(store, postgres);
        bed.ensureUp();
        return bed;
    }

    private static Trial trial(ExtensionContext.Store store) {
        SharedTrial shared = store.computeIfAbsent(SharedTrial.class, type -> SharedTrial.start(), SharedTrial.class);
        return shared.trial().orElseThrow(() -> new AssertionError(shared.failure()));
    }

    private static ExistingServer existingServer(ExtensionContext.Store store, boolean postgres) {
        SharedServer shared = postgres
                ? store.computeIfAbsent(
                                SharedPostgres.class,
                                type -> new SharedPostgres(SharedServer.start(ExistingServer::startOnPostgres)),
                                SharedPostgres.class)
                        .server()
                : store.computeIfAbsent(
                        SharedServer.class, type -> SharedServer.start(ExistingServer::start), SharedServer.class);
        return shared.server().orElseThrow(() -> new AssertionError(shared.failure()));
    }
}
