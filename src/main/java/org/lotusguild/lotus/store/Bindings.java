package org.lotusguild.lotus.store;

import org.jspecify.annotations.Nullable;

/** Where the values of one row of parameters go: see {@link Statement} for what may be bound. */
public interface Bindings {

    /** @param name without the colon; a name that the statement lacks is refused when it runs */
    Bindings bind(String name, @Nullable Object value);
}
