package org.lotusguild.lotus.stack.facts;

import java.util.Optional;

/**
 * A file or folder that some configuration names, as it is on this machine.
 *
 * @param exists no too where a folder on the way may not be entered; {@code known} tells them apart
 * @param known whether it could be looked up at all
 */
public record NamedPath(boolean known, boolean exists, boolean folder, Optional<Access> access) {}
