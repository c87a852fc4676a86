package org.lotusguild.lotus.webhooks.courier;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.sender.Senders;

/**
 * What lanes work with.
 *
 * @param stopping whether all is to be left as it is
 */
record Bench(
        Database database,
        Planner planner,
        PostStore posts,
        RootStore roots,
        Refusals refusals,
        Ends ends,
        Uploads uploads,
        Senders senders,
        CourierFigures figures,
        InstantSource clock,
        Pause pause,
        Backoff backoff,
        BooleanSupplier stopping) {}
