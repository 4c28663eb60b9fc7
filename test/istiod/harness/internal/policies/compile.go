package policies

import (
	"fmt"

	v1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/cel/environment"
)

// compile makes of a policy what the API server makes of it, and says which of its expressions it would refuse.
func compile(policy *v1.ValidatingAdmissionPolicy) (validating.Validator, []string) {
	compiler, err := cel.NewCompositedCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		return nil, []string{err.Error()}
	}
	all := cel.OptionalVariableDeclarations{HasAuthorizer: true}
	plain := cel.OptionalVariableDeclarations{}
	var problems []string
	check := func(accessor cel.ExpressionAccessor, options cel.OptionalVariableDeclarations) cel.ExpressionAccessor {
		if result := compiler.CompileCELExpression(accessor, options, environment.NewExpressions); result.Error != nil {
			problems = append(problems, fmt.Sprintf("%s: %s", accessor.GetExpression(), result.Error.Detail))
		}
		return accessor
	}
	for _, variable := range policy.Spec.Variables {
		result := compiler.CompileAndStoreVariable(&validating.Variable{Name: variable.Name, Expression: variable.Expression}, all, environment.NewExpressions)
		if result.Error != nil {
			problems = append(problems, fmt.Sprintf("%s: %s", variable.Expression, result.Error.Detail))
		}
	}
	var validations, messages, conditions []cel.ExpressionAccessor
	for _, validation := range policy.Spec.Validations {
		validations = append(validations, check(&validating.ValidationCondition{
			Expression: validation.Expression, Message: validation.Message, Reason: validation.Reason,
		}, all))
		if validation.MessageExpression == "" {
			messages = append(messages, nil)
			continue
		}
		messages = append(messages, check(&validating.MessageExpressionCondition{MessageExpression: validation.MessageExpression}, plain))
	}
	for index := range policy.Spec.MatchConditions {
		conditions = append(conditions, check((*matchconditions.MatchCondition)(&policy.Spec.MatchConditions[index]), all))
	}
	var matcher matchconditions.Matcher
	if len(conditions) > 0 {
		matcher = matchconditions.NewMatcher(compiler.CompileCondition(conditions, all, environment.NewExpressions),
			policy.Spec.FailurePolicy, "policy", "validate", policy.Name)
	}
	return validating.NewValidator(
		compiler.CompileCondition(validations, all, environment.NewExpressions), matcher,
		compiler.CompileCondition(nil, all, environment.NewExpressions),
		compiler.CompileCondition(messages, plain, environment.NewExpressions),
		policy.Spec.FailurePolicy, nil), problems
}
