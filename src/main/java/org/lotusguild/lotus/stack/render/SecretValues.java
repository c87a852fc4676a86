package org.lotusguild.lotus.stack.render;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.plan.SecretName;

/** The values of secrets, for files that hold them. A writer asks for as few as it can. */
public interface SecretValues {

    /** @throws RuntimeException with the remedy, if it was never made */
    Secret value(SecretName name);

    /** What the name held before it was rotated, where the program can take both for the change. */
    Optional<Secret> former(SecretName name);

    /** The registration file of Lotus as an application service; empty where Lotus signs in as an ordinary user. */
    Optional<Secret> registration();
}
