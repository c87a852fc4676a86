package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Path;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.SecretValues;
import org.lotusguild.lotus.stack.trial.TrialGuild;

/**
 * What a server of a home stands on.
 *
 * @param python that has Synapse
 */
record Grounds(
        Path home, TrialGuild guild, Plan plan, SecretValues secrets, ServerFiles files, Keeper keeper, Path python) {}
