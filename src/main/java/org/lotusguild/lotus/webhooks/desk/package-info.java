/**
 * What those who run hooks may do with them, whether they type on the command line or in the admin room. In: names and wishes.
 * Out: values to be shown, without ids or secrets but for the one address that was asked for.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.desk;

import org.jspecify.annotations.NullMarked;
