/** The Helm chart, rendered by Helm and read by the models of Kubernetes' own schema. */
@NullMarked
package chatwarden.deploy.chart;

import org.jspecify.annotations.NullMarked;
