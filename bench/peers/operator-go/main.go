// The module reconciler of the operator once more, with controller-runtime: what `cargo xtask bench operator`
// measures ours beside. It does the same for each module: digest, compare with what the city serves, publish,
// three conditions, an event. It does less where ours does more: it compiles nothing, watches no other
// kind, keeps no city running and holds no lease.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
)

// atOnce is how many modules are reconciled at the same time, as in ours.
const atOnce = 16

type reconciler struct {
	client.Client
	city   *city
	events events.EventRecorder
}

func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	var module ServiceModule
	if err := r.Get(ctx, request.NamespacedName, &module); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	wanted, err := digest(module.Spec.Raw)
	if err != nil {
		return ctrl.Result{}, err
	}
	now := r.city.known(module.Name)
	if now.digest != wanted {
		if now, err = r.city.publish(ctx, module.Name, module.Spec.Raw, wanted); err != nil {
			return ctrl.Result{}, err
		}
	}
	if err := r.tell(ctx, &module, now); err != nil {
		return ctrl.Result{}, err
	}
	return ctrl.Result{RequeueAfter: time.Hour}, nil
}

// tell writes the status where it differs, and an event with it.
func (r *reconciler) tell(ctx context.Context, module *ServiceModule, now served) error {
	before := module.DeepCopyObject().(*ServiceModule)
	message := fmt.Sprintf("revision %d", now.revision)
	changed := module.Status.Digest != now.digest || module.Status.Revision != now.revision
	for _, condition := range []metav1.Condition{
		{Type: "Compiled", Reason: "Compiled", Message: "the spec makes sense"},
		{Type: "Published", Reason: "Published", Message: message},
		{Type: "Ready", Reason: "Ready", Message: "the city serves it: " + message},
	} {
		condition.Status, condition.ObservedGeneration = metav1.ConditionTrue, module.Generation
		changed = meta.SetStatusCondition(&module.Status.Conditions, condition) || changed
	}
	if !changed {
		return nil
	}
	module.Status.Digest, module.Status.Revision = now.digest, now.revision
	if err := r.Status().Patch(ctx, module, client.MergeFrom(before)); err != nil {
		return err
	}
	r.events.Eventf(module, nil, corev1.EventTypeNormal, "Ready", "Reconcile", "the city serves it: %s", message)
	return nil
}

func run() error {
	namespace := flag.String("namespace", "", "whose modules are published")
	url := flag.String("city-url", "", "the city")
	token := flag.String("token", "", "the file of the token for the city")
	metrics := flag.String("metrics", "", "where metrics are told")
	flag.Parse()
	ctrl.SetLogger(logr.Discard())
	configuration, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	// As ours: nothing slows it down by itself.
	configuration.QPS = -1
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return err
	}
	scheme.AddKnownTypes(groupVersion, &ServiceModule{}, &ServiceModuleList{})
	metav1.AddToGroupVersion(scheme, groupVersion)
	manager, err := ctrl.NewManager(configuration, ctrl.Options{
		Scheme:  scheme,
		Metrics: metricsserver.Options{BindAddress: *metrics},
		Cache: cache.Options{
			DefaultNamespaces: map[string]cache.Config{*namespace: {}},
			DefaultTransform:  cache.TransformStripManagedFields(),
		},
	})
	if err != nil {
		return err
	}
	stop := ctrl.SetupSignalHandler()
	city := newCity(*url, *token)
	if err := city.learn(stop); err != nil {
		return err
	}
	reconciler := &reconciler{manager.GetClient(), city, manager.GetEventRecorder("operator-go")}
	err = ctrl.NewControllerManagedBy(manager).
		For(&ServiceModule{}, builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		WithOptions(controller.Options{MaxConcurrentReconciles: atOnce}).
		Complete(reconciler)
	if err != nil {
		return err
	}
	return manager.Start(stop)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
