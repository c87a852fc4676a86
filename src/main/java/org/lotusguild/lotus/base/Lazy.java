package org.lotusguild.lotus.base;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when somebody first asks for it. Callers at the same time get the same one; a failure is tried again. */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
