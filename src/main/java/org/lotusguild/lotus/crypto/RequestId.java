package org.lotusguild.lotus.crypto;

/** The id of a stored outgoing request; for to-device messages it is the transaction id on the wire as well. */
public record RequestId(String value) {}
